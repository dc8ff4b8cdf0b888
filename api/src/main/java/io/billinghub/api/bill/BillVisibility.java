package io.billinghub.api.bill;

import io.billinghub.core.tenancy.TenantContext;
import java.util.Set;

/**
 * Which bills a login may see beyond what row-level security decides: a customer sees a bill once it was sent, and never a
 * draft that is still in review.
 */
public final class BillVisibility {

    private static final Set<String> SENT = Set.of("sent", "partiallyPaid", "settled");
    private static final String SENT_SQL = "(b.state in ('sent', 'partiallyPaid', 'settled')"
            + " or b.held_from in ('sent', 'partiallyPaid'))"; // a bill that was sent stays in the customer's hands

    private BillVisibility() {}

    /** A condition over {@code customer_bill} under the alias {@code b}. */
    public static String condition(TenantContext context) {
        return context.accountId().isPresent() ? SENT_SQL : "true";
    }

    /** Whether the login may see a bill in this TMF678 state. */
    public static boolean allows(TenantContext context, String state) {
        return context.accountId().isEmpty() || SENT.contains(state);
    }
}
