package io.billinghub.api.tmf630.resource;

import java.util.EnumSet;
import java.util.Set;

/** What can be done with a resource. Those that specifications give it stand in {@link Definition#operations}. */
public enum Operation {
    LIST("GET", false),
    GET("GET", true),
    CREATE("POST", false),
    PATCH("PATCH", true),
    DELETE("DELETE", true);

    public static final Set<Operation> ALL = Set.copyOf(EnumSet.allOf(Operation.class));
    public static final Set<Operation> READ = Set.of(LIST, GET);
    /** Jobs: what was asked for is not changed afterwards. */
    public static final Set<Operation> WITHOUT_PATCH = Set.of(LIST, GET, CREATE, DELETE);

    private final String method;
    private final boolean ofOne;

    Operation(String method, boolean ofOne) {
        this.method = method;
        this.ofOne = ofOne;
    }

    String method() {
        return method;
    }

    /** Whether its path ends with the id of one resource. */
    boolean ofOne() {
        return ofOne;
    }
}
