package io.billinghub.api.tmf630.resource;

import io.billinghub.api.http.ApiPaths;
import io.billinghub.api.tmf630.Filter;
import io.billinghub.api.tmf630.ResourceType;
import io.billinghub.core.notification.model.TmfApi;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a resource is to its callers.
 *
 * @param api the segment that names the API in paths, e.g. {@code accountManagement}
 * @param segment that names the resource, e.g. {@code billingAccount}
 * @param tag under which the API's operations are documented
 * @param type its name, attributes, filters and orders
 * @param lifeCycle empty where the hub does not hold the resource to one
 * @param example JSON text of a body that creates one
 * @param note what its documentation says of attributes that do not explain themselves; empty for none
 */
public record Definition(
        String api,
        String segment,
        String tag,
        ResourceType type,
        Attributes attributes,
        Set<Operation> operations,
        Rights rights,
        Optional<LifeCycle> lifeCycle,
        String example,
        String note) {

    public Definition {
        Objects.requireNonNull(type, "type");
        operations = Set.copyOf(operations);
    }

    public static Builder of(String api, String segment) {
        return new Builder(api, segment);
    }

    /** The API as notifications name it. */
    TmfApi tmfApi() {
        return TmfApi.ofPathName(api)
                .orElseThrow(() -> new IllegalStateException("the API " + api + " has no notifications"));
    }

    public boolean allows(Operation operation) {
        return operations.contains(operation);
    }

    /** The methods of the list's path, or of one resource's, for the header {@code Allow}. */
    String[] methods(boolean ofOne) {
        return operations.stream()
                .filter(operation -> operation.ofOne() == ofOne)
                .map(Operation::method)
                .sorted()
                .toArray(String[]::new);
    }

    /** Collects the parts; not for use by several threads. */
    public static final class Builder {

        private final String api;
        private final String segment;
        private final Map<String, Filter> filters = new HashMap<>();
        private final Map<String, String> sorts = new HashMap<>();
        private String tag;
        private Attributes attributes;
        private Set<Operation> operations = Operation.ALL;
        private Rights rights;
        private LifeCycle lifeCycle;
        private String tieBreaker;
        private String kept;
        private String example;
        private String note = "";

        private Builder(String api, String segment) {
            this.api = api;
            this.segment = segment;
        }

        public Builder tag(String name) {
            this.tag = name;
            return this;
        }

        public Builder attributes(String table) {
            this.attributes = Attributes.parse(table);
            return this;
        }

        public Builder operations(Set<Operation> allowed) {
            this.operations = allowed;
            return this;
        }

        public Builder rights(Rights roles) {
            this.rights = roles;
            return this;
        }

        public Builder lifeCycle(LifeCycle states) {
            this.lifeCycle = states;
            return this;
        }

        /** A dotted attribute path that is filtered and ordered by in SQL. */
        public Builder column(String path, String expression, io.billinghub.api.tmf630.ValueType valueType) {
            filters.put(path, Filter.column(expression, valueType));
            sorts.put(path, expression);
            return this;
        }

        /** As {@link #column}, for entries of an array of which one has a column and the others are kept. */
        public Builder columnAmongKept(String path, String expression, io.billinghub.api.tmf630.ValueType valueType) {
            column(path, expression, valueType);
            filters.put(path, Filter.either(Filter.column(expression, valueType), Filter.kept(kept)));
            return this;
        }

        public Builder filter(String path, Filter filter) {
            filters.put(path, filter);
            return this;
        }

        /** @param expression a unique column, which ends every ORDER BY */
        public Builder tieBreaker(String expression) {
            this.tieBreaker = expression;
            return this;
        }

        /** @param expression the jsonb column of attributes that are kept as they came */
        public Builder kept(String expression) {
            this.kept = expression;
            return this;
        }

        public Builder example(String json) {
            this.example = json;
            return this;
        }

        /** What the documentation says of attributes that do not explain themselves. */
        public Builder note(String words) {
            this.note = words;
            return this;
        }

        public Definition build() {
            ResourceType type = new ResourceType(
                    Character.toUpperCase(segment.charAt(0)) + segment.substring(1),
                    ApiPaths.TMF + api + "/v4/" + segment,
                    attributes.names(),
                    filters,
                    sorts,
                    Objects.requireNonNull(tieBreaker, "tieBreaker"),
                    Optional.ofNullable(kept));
            return new Definition(
                    api,
                    segment,
                    Objects.requireNonNull(tag, "tag"),
                    type,
                    attributes,
                    operations,
                    Objects.requireNonNull(rights, "rights"),
                    Optional.ofNullable(lifeCycle),
                    Objects.requireNonNull(example, "example"),
                    note);
        }
    }
}
