package io.billinghub.api.customerbill;

import io.billinghub.api.tmf630.Filter;
import io.billinghub.api.tmf630.Reference;
import io.billinghub.api.tmf630.ResourceType;
import io.billinghub.api.tmf630.ValueType;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * TMF678 CustomerBillOnDemand, as OpenAPI shows it: that a bill of one account was asked for, and what became of it.
 *
 * @param state inProgress until its run is published, then done; rejected where there was nothing to bill; terminatedWithError
 *     where the run was given up
 * @param customerBill once the bill was sent
 * @param rejectionReason an extension of the hub: why the request was rejected
 */
@Schema(name = "CustomerBillOnDemand")
record OnDemand(
        @Schema(examples = "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11")
        String id,

        String href,
        String name,
        String description,
        OffsetDateTime lastUpdate,
        Reference billingAccount,
        Reference customerBill,
        Reference relatedParty,
        @Schema(examples = "inProgress") String state,
        String rejectionReason) {

    /** What the client says and the hub interprets; all else that it says is kept beside. */
    static final Set<String> INTERPRETED = Set.of("name", "description", "billingAccount");

    /** What only the hub says. */
    static final Set<String> GIVEN = Set.of("id", "href", "state", "lastUpdate", "customerBill", "rejectionReason");

    private static final Set<String> STATES = Set.of("inProgress", "rejected", "done", "terminatedWithError");

    /** A run that failed can be resumed, so what it was for is still in progress. */
    static final String STATE_SQL = """
            (case when d.run_id is null then 'rejected'
                  when b.state in ('sent', 'partiallyPaid', 'settled') or b.held_from in ('sent', 'partiallyPaid') then 'done'
                  when r.state in ('CANCELLED', 'CLOSED') then 'terminatedWithError'
                  else 'inProgress' end)""";

    static final ResourceType TYPE = new ResourceType(
            "CustomerBillOnDemand",
            CustomerBillTypes.BASE + "/customerBillOnDemand",
            Set.of(
                    "id",
                    "href",
                    "name",
                    "description",
                    "lastUpdate",
                    "billingAccount",
                    "customerBill",
                    "relatedParty",
                    "state",
                    "rejectionReason"),
            Map.of(
                    "id", Filter.column("d.uuid", ValueType.UUID),
                    "name", Filter.column("d.name", ValueType.TEXT),
                    "state", Filter.oneOf(STATE_SQL, STATES),
                    "lastUpdate", Filter.column("d.requested_at", ValueType.INSTANT),
                    "billingAccount.id", Filter.column("a.uuid", ValueType.UUID),
                    "customerBill.id", Filter.column("b.uuid", ValueType.UUID)),
            Map.of("lastUpdate", "d.requested_at", "name", "d.name", "billingAccount.id", "a.uuid"),
            "d.id");
}
