package io.billinghub.api.inventory;

import io.billinghub.api.tmf630.resource.LifeCycle;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The states of TMF637 and what they mean for billing. */
final class ProductState {

    static final String CREATED = "created";
    static final String ACTIVE = "active";
    static final String TERMINATED = "terminated";

    private static final String PENDING_ACTIVE = "pendingActive";
    static final String PENDING_TERMINATE = "pendingTerminate";
    static final String SUSPENDED = "suspended";
    private static final String CANCELLED = "cancelled";
    private static final String ABORTED = "aborted";

    private static final Set<String> BILLED = Set.of(ACTIVE, SUSPENDED, PENDING_TERMINATE, TERMINATED);

    private ProductState() {}

    /** Whether a product in the state is billed, between its start and its termination. */
    static boolean isBilled(String state) {
        return BILLED.contains(state);
    }

    static LifeCycle lifeCycle() {
        Map<String, Set<String>> next = new HashMap<>();
        next.put(CREATED, Set.of(PENDING_ACTIVE, ACTIVE, CANCELLED, ABORTED));
        next.put(PENDING_ACTIVE, Set.of(ACTIVE, CANCELLED, ABORTED));
        next.put(ACTIVE, Set.of(SUSPENDED, PENDING_TERMINATE, TERMINATED));
        next.put(SUSPENDED, Set.of(ACTIVE, PENDING_TERMINATE, TERMINATED));
        next.put(PENDING_TERMINATE, Set.of(ACTIVE, TERMINATED));
        next.put(TERMINATED, Set.of());
        next.put(CANCELLED, Set.of());
        next.put(ABORTED, Set.of());
        return new LifeCycle("status", CREATED, next);
    }
}
