package io.billinghub.api.usage;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.Binds;
import io.billinghub.api.tmf630.Operator;
import io.billinghub.api.tmf630.resource.LifeCycle;
import io.billinghub.core.error.HubException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The states of TMF635, as the hub's rows tell them. Usage that breaks a rule is {@code rejected}; what is accepted belongs to an account and a
 * product, which is {@code guided}; once the bill run of its period has rated its account it is {@code rated}, and {@code billed} once
 * the run's bills are published. {@code received} is what a client sends; {@code recycled} is what it says to have a rejected usage judged again,
 * and what comes of it is one of the others. The hub never rates usage of a published bill again, so none is {@code rerated}. Usage
 * that is evidence stays {@code guided}.
 */
final class UsageStatus {

    static final String ATTRIBUTE = "status";
    static final String RECEIVED = "received";
    static final String REJECTED = "rejected";
    static final String RECYCLED = "recycled";
    static final String BILLED = "billed";

    static final LifeCycle LIFE_CYCLE = new LifeCycle(
            ATTRIBUTE,
            RECEIVED,
            Map.of(
                    RECEIVED,
                    Set.of(),
                    REJECTED,
                    Set.of(RECYCLED),
                    RECYCLED,
                    Set.of(),
                    "guided",
                    Set.of(),
                    "rated",
                    Set.of(),
                    "rerated",
                    Set.of(),
                    BILLED,
                    Set.of()));

    /** Of an accepted usage u: what the run of its account and period has done with it. By the primary keys of accounts and run accounts. */
    private static final String OF_RUN = """
            coalesce((select case when r.state in ('PUBLISHED', 'CLOSED') then 'billed' else 'rated' end
                        from billing_account a
                        join bill_run r on r.cycle_id = a.cycle_id and r.kind = 'CYCLE' and r.bill_period <= u.bill_period
                         and r.period_to > u.bill_period
                         and r.state in ('CONSOLIDATING', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'CLOSED')
                        join bill_run_account ra on ra.run_id = r.id and ra.root_id = a.root_id and ra.parked_reason is null
                       where a.id = u.account_id and not u.evidence limit 1), 'guided')
            """;

    static final String SQL = "case when u.rejected then 'rejected' else " + OF_RUN + " end";

    private UsageStatus() {}

    /**
     * Whether a usage is rejected is known without its run, which spares to look at all usage for the few that are. No usage has a
     * status that there is not.
     */
    static String filter(String attribute, Operator operator, List<String> values, Binds binds) {
        if (operator != Operator.EQ && operator != Operator.NE) {
            throw refuse(attribute, "can be asked for with = and .ne alone");
        }
        String rejected = values.contains(REJECTED) ? "u.rejected" : "false";
        String others = values.stream().allMatch(REJECTED::equals)
                ? "false"
                : "not u.rejected and " + OF_RUN + " = any (" + binds.bind(values.toArray(String[]::new)) + "::text[])";
        return (operator == Operator.NE ? "not " : "") + "(" + rejected + " or " + others + ")";
    }

    private static HubException refuse(String attribute, String why) {
        return new HubException(ApiError.INVALID_PARAMETER, "The attribute '" + attribute + "' " + why + ".");
    }
}
