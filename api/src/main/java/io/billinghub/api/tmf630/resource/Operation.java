package io.billinghub.api.tmf630.resource;

import java.util.EnumSet;
import java.util.Set;

/** What can be done with a resource. Those that specifications give it stand in {@link Definition#operations}. */
public enum Operation {
    LIST,
    GET,
    CREATE,
    PATCH,
    DELETE;

    public static final Set<Operation> ALL = Set.copyOf(EnumSet.allOf(Operation.class));
    public static final Set<Operation> READ = Set.of(LIST, GET);
    /** Jobs: what was asked for is not changed afterwards. */
    public static final Set<Operation> WITHOUT_PATCH = Set.of(LIST, GET, CREATE, DELETE);
}
