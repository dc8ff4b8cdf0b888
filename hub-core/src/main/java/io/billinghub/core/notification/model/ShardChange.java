package io.billinghub.core.notification.model;

import java.util.Arrays;
import java.util.Optional;

/** What one event tells of all bills of a shard at once, so that a run does not write an event per bill. */
public enum ShardChange {
    /** The drafts are there. Customers do not see drafts, so they are not told. */
    CONSOLIDATED("io.billinghub.billrun.shard-consolidated.v1", ChangeKind.CREATE, "new", false),
    /** The run was approved, the drafts are validated. */
    VALIDATED("io.billinghub.billrun.shard-validated.v1", ChangeKind.STATE_CHANGE, "validated", false),
    /** The bills were sent. */
    PUBLISHED("io.billinghub.billrun.shard-published.v1", ChangeKind.STATE_CHANGE, "sent", true);

    private final String type;
    private final ChangeKind change;
    private final String billState;
    private final boolean forCustomers;

    ShardChange(String type, ChangeKind change, String billState, boolean forCustomers) {
        this.type = type;
        this.change = change;
        this.billState = billState;
        this.forCustomers = forCustomers;
    }

    /** The CloudEvents type of the event that tells of the shard; data {@code {"run": uuid, "shard": n}}. */
    public String type() {
        return type;
    }

    /** What each of its bills has gone through. */
    public ChangeKind change() {
        return change;
    }

    /** The TMF678 state that each of its bills has got by that. */
    public String billState() {
        return billState;
    }

    /** Whether customers are told, each of its own bills. */
    public boolean forCustomers() {
        return forCustomers;
    }

    /** The change that an event of this type tells; empty if it tells of something else. */
    public static Optional<ShardChange> ofType(String type) {
        return Arrays.stream(values())
                .filter(change -> change.type.equals(type))
                .findFirst();
    }
}
