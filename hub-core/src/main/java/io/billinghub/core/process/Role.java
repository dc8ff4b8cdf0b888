package io.billinghub.core.process;

/** A part of the hub's work that a process takes on. */
public enum Role {
    /** Answers requests. */
    API(false),
    /** Speaks with systems outside: pulls partners' documents and takes them in, tells listeners of events. */
    ADAPTERS(true),
    /** Works on the shards of bill runs. */
    BILLING(true),
    /** Handles what follows a bill: shares, and later disputes and payouts. */
    SETTLEMENT(true);

    private final boolean worker;

    Role(boolean worker) {
        this.worker = worker;
    }

    /** Whether the role works in the background; each process with such a role also relays events. */
    public boolean worker() {
        return worker;
    }
}
