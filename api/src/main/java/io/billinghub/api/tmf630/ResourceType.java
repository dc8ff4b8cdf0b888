package io.billinghub.api.tmf630;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a TM Forum resource lets its callers ask.
 *
 * @param name as in the specification, e.g. {@code CustomerBill}
 * @param path absolute, without a slash at the end
 * @param attributes the top-level attributes that {@code fields} may name; those of the specification
 * @param filters by dotted attribute path
 * @param sorts SQL expression by dotted attribute path
 * @param tieBreaker ORDER BY terms that make every order total, so that pages never overlap
 * @param kept SQL expression of the jsonb object in which attributes are kept that have no filter of their own; empty where
 *     there is none
 */
public record ResourceType(
        String name,
        String path,
        Set<String> attributes,
        Map<String, Filter> filters,
        Map<String, String> sorts,
        String tieBreaker,
        Optional<String> kept) {

    /** A resource without kept attributes. */
    public ResourceType(
            String name,
            String path,
            Set<String> attributes,
            Map<String, Filter> filters,
            Map<String, String> sorts,
            String tieBreaker) {
        this(name, path, attributes, filters, sorts, tieBreaker, Optional.empty());
    }

    public ResourceType {
        attributes = Set.copyOf(attributes);
        filters = Map.copyOf(filters);
        sorts = Map.copyOf(sorts);
    }

    /** The address of one resource. */
    public String href(String id) {
        return path + "/" + id;
    }
}
