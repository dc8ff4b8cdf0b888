package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.catalog.job.CatalogueFile.Entry;
import io.billinghub.core.identity.StableId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes of a file's resources a list of changes, each after those that it refers to, with ids that the hub can keep: an id that is
 * no UUID becomes one, the same in each import, and references inside of the file follow.
 */
final class CatalogueOrder {

    private static final UUID NAMESPACE = UUID.fromString("6f6a2a52-6a0b-5f2e-9a53-1d0c61f0b620");

    /** Attributes that refer to resources of the catalogue, wherever they stand. */
    private static final Map<String, CatalogueType> REFERENCES = Map.of(
            "category", CatalogueType.CATEGORY,
            "subCategory", CatalogueType.CATEGORY,
            "productSpecification", CatalogueType.SPECIFICATION,
            "productOfferingPrice", CatalogueType.PRICE,
            "bundledPopRelationship", CatalogueType.PRICE,
            "popRelationship", CatalogueType.PRICE,
            "productOffering", CatalogueType.OFFERING,
            "bundledProductOffering", CatalogueType.OFFERING,
            "productOfferingRelationship", CatalogueType.OFFERING);

    private final Map<CatalogueType, Map<String, UUID>> renamed = new HashMap<>();

    private CatalogueOrder() {}

    /** A change of one resource. @param id empty where the file gives none, so that it is new each time */
    record Change(Entry entry, Optional<UUID> id) {}

    /** @throws JobFailure where two resources have the same id, or categories are below each other in a circle */
    static List<Change> of(List<Entry> entries) {
        CatalogueOrder order = new CatalogueOrder();
        Map<String, Optional<UUID>> ids = new HashMap<>();
        Map<String, String> places = new HashMap<>();
        for (Entry entry : entries) {
            Optional<UUID> id = order.id(entry);
            ids.put(entry.place(), id);
            if (id.isPresent()) {
                String before = places.put(entry.type() + "/" + id.get(), entry.place());
                if (before != null) {
                    throw new JobFailure(entry.place() + "/id: is also the id of the "
                            + entry.type().segment() + " at " + before);
                }
            }
        }
        entries.forEach(entry -> order.rename(entry.resource()));
        List<Entry> sorted = new ArrayList<>(entries);
        // of a price's versions the earlier one comes first
        sorted.sort(Comparator.comparing(Entry::type)
                .thenComparing(entry -> entry.type() == CatalogueType.PRICE
                        ? entry.resource()
                                .path("validFor")
                                .path("startDateTime")
                                .asText()
                        : ""));
        return parentsFirst(sorted).stream()
                .map(entry -> new Change(entry, ids.get(entry.place())))
                .toList();
    }

    private Optional<UUID> id(Entry entry) {
        JsonNode id = entry.resource().path("id");
        if (id.isMissingNode() || id.isNull()) {
            return Optional.empty();
        }
        if (!id.isTextual() || id.textValue().isBlank()) {
            throw new JobFailure(entry.place() + "/id: must be a text");
        }
        String text = id.textValue();
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException foreign) {
            UUID made = StableId.of(NAMESPACE, entry.type().segment() + "/" + text);
            renamed.computeIfAbsent(entry.type(), type -> new HashMap<>()).put(text, made);
            entry.resource().put("id", made.toString());
            return Optional.of(made);
        }
    }

    private void rename(ObjectNode node) {
        JsonNode parent = node.path("parentId");
        renamed(CatalogueType.CATEGORY, parent).ifPresent(id -> node.put("parentId", id));
        node.properties().forEach(member -> {
            CatalogueType type = REFERENCES.get(member.getKey());
            List<JsonNode> values = new ArrayList<>();
            if (member.getValue() instanceof ArrayNode array) {
                array.forEach(values::add);
            } else {
                values.add(member.getValue());
            }
            for (JsonNode value : values) {
                if (value instanceof ObjectNode object) {
                    if (type != null) {
                        renamed(type, object.path("id")).ifPresent(id -> object.put("id", id));
                    }
                    rename(object);
                }
            }
        });
    }

    private Optional<String> renamed(CatalogueType type, JsonNode id) {
        return id.isTextual()
                ? Optional.ofNullable(renamed.getOrDefault(type, Map.of()).get(id.textValue()))
                        .map(UUID::toString)
                : Optional.empty();
    }

    private static List<Entry> parentsFirst(List<Entry> sorted) {
        Map<String, Entry> categories = new HashMap<>();
        sorted.stream()
                .filter(entry -> entry.type() == CatalogueType.CATEGORY
                        && entry.resource().has("id"))
                .forEach(entry -> categories.put(entry.resource().path("id").asText(), entry));
        Set<Entry> placed = new LinkedHashSet<>();
        for (Entry entry : sorted) {
            Set<Entry> line = new LinkedHashSet<>();
            for (Entry next = entry;
                    next != null && next.type() == CatalogueType.CATEGORY && !placed.contains(next);
                    next = categories.get(next.resource().path("parentId").asText())) {
                if (!line.add(next)) {
                    throw new JobFailure(entry.place() + "/parentId: the category is below itself");
                }
            }
            List<Entry> downwards = new ArrayList<>(line);
            Collections.reverse(downwards);
            placed.addAll(downwards);
            placed.add(entry);
        }
        return List.copyOf(placed);
    }
}
