package io.billinghub.embedded.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder laid out as {@code demo/}: {@code master-data.json}, {@code adapters/*.json}, {@code documents/<partner or
 * adapter>/*} and, if it is there, {@code expected.json} with the order of the documents.
 */
final class DemoFolder {
    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final Map<String, JsonNode> adapters = new TreeMap<>();

    /** @throws EmbeddedServicesException if the folder is not laid out so */
    DemoFolder(Path folder) {
        this.folder = folder;
        for (Path needed : List.of(masterData(), folder.resolve("adapters"), folder.resolve("documents"))) {
            if (!Files.exists(needed)) {
                throw new EmbeddedServicesException(
                        needed + " is missing. A folder of documents is laid out like demo/: "
                                + "master-data.json, adapters/*.json and documents/<partner or adapter>/*; see demo/README.md");
            }
        }
        for (Path descriptor : list(folder.resolve("adapters"))) {
            if (descriptor.toString().endsWith(".json")) {
                JsonNode adapter = read(descriptor);
                adapters.put(adapter.path("key").asText(), adapter);
            }
        }
    }

    /** A document and the adapter that takes it. */
    record Document(Path file, String partner, JsonNode adapter) {
        String transport() {
            return adapter.path("transport").path("type").asText();
        }

        String adapterKey() {
            return adapter.path("key").asText();
        }
    }

    Path masterData() {
        return folder.resolve("master-data.json");
    }

    /** Descriptors by key. */
    Map<String, JsonNode> adapters() {
        return adapters;
    }

    /** Key of the tenant that the master data is for. */
    String tenant() {
        return master().at("/tenant/key").asText("nordlys");
    }

    /** Key of the cycle to run: that of {@code expected.json}, or the first of the master data. */
    String cycle() {
        return expected()
                .map(e -> e.path("cycle"))
                .filter(JsonNode::isTextual)
                .orElseGet(() -> master().at("/cycles/0/key"))
                .asText();
    }

    /** First day of the period to run: that of {@code expected.json}, or the first that the cycle has open. */
    String period() {
        return expected()
                .map(e -> e.path("period"))
                .filter(JsonNode::isTextual)
                .orElseGet(() -> master().at("/cycles/0/openFrom"))
                .asText();
    }

    /** The documents in the order in which they are to be sent: that of {@code expected.json}, or of their names. */
    List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        Optional<JsonNode> expected = expected().filter(e -> e.path("documents").isArray());
        if (expected.isPresent()) {
            for (JsonNode document : expected.get().path("documents")) {
                documents.add(document(
                        folder.resolve(document.path("file").asText()),
                        document.path("adapter").asText()));
            }
            return documents;
        }
        for (Path sender : list(folder.resolve("documents"))) {
            for (Path file : list(sender)) {
                documents.add(document(file, sender.getFileName().toString()));
            }
        }
        return documents;
    }

    private Document document(Path file, String adapterOrPartner) {
        JsonNode adapter = adapters.get(adapterOrPartner);
        if (adapter == null) {
            adapter = adapters.values().stream()
                    .filter(known -> known.path("partner").asText().equals(adapterOrPartner))
                    .findFirst()
                    .orElseThrow(() -> new EmbeddedServicesException(
                            file + " lies in a folder named neither after an adapter nor after an adapter's partner"));
        }
        return new Document(file, adapter.path("partner").asText(), adapter);
    }

    private JsonNode master() {
        return read(masterData());
    }

    private Optional<JsonNode> expected() {
        Path file = folder.resolve("expected.json");
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private JsonNode read(Path file) {
        try {
            return json.readTree(file.toFile());
        } catch (IOException e) {
            throw new EmbeddedServicesException(file + " can't be read as JSON: " + e.getMessage(), e);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EmbeddedServicesException(folder + " can't be listed: " + e.getMessage(), e);
        }
    }
}
