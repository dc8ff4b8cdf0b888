package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.catalog.CatalogApi;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What files hold, in the order in which one needs the other. */
enum CatalogueType {
    CATEGORY("category", "Category"),
    SPECIFICATION("productSpecification", "ProductSpecification"),
    PRICE("productOfferingPrice", "ProductOfferingPrice"),
    OFFERING("productOffering", "ProductOffering"),
    CATALOG("catalog", "Catalog");

    private final String segment;
    private final String typeName;

    CatalogueType(String segment, String typeName) {
        this.segment = segment;
        this.typeName = typeName;
    }

    String segment() {
        return segment;
    }

    /** Path of the resource. */
    String resourcePath() {
        return CatalogApi.PATH + segment;
    }

    static Optional<CatalogueType> ofSegment(String segment) {
        return Arrays.stream(values())
                .filter(type -> type.segment.equals(segment))
                .findFirst();
    }

    /** What {@code @type}, {@code @baseType} or the {@code href} of a resource says that it is. */
    static Optional<CatalogueType> of(JsonNode resource) {
        for (String attribute : new String[] {"@type", "@baseType"}) {
            for (CatalogueType type : values()) {
                if (resource.path(attribute).asText().equals(type.typeName)) {
                    return Optional.of(type);
                }
            }
        }
        String[] steps = resource.path("href").asText().split("/", -1);
        return steps.length < 2 ? Optional.empty() : ofSegment(steps[steps.length - 2]);
    }

    /**
     * The type that a job's path leads to: its last step names it.
     *
     * @throws HubException UNSUPPORTED_VALUE for a path that leads to something else
     */
    static CatalogueType ofPath(String path) {
        String plain = path.replaceFirst("[?#].*$", "").replaceFirst("/+$", "");
        return ofSegment(plain.substring(plain.lastIndexOf('/') + 1))
                .orElseThrow(() -> new HubException(
                        ApiError.UNSUPPORTED_VALUE,
                        "/path: ends with one of "
                                + Arrays.stream(values())
                                        .map(CatalogueType::segment)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
