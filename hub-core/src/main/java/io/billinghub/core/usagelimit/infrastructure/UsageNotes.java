package io.billinghub.core.usagelimit.infrastructure;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;

/** How whoever stores usage tells whose it is: one statement in the transaction that stores it. */
public final class UsageNotes {

    private UsageNotes() {}

    /**
     * Notes those of the accounts that have limits, so that a worker looks at them once the transaction has committed. Nothing is read or
     * written for others.
     *
     * @param accounts {@code billing_account.id} of each record, or of some
     * @param billPeriods of each account a day of the billing period in which its usage counts
     */
    public static Uni<Void> note(SqlConnection connection, Long[] accounts, LocalDate[] billPeriods) {
        return connection
                .preparedQuery("select note_usage($1, $2)")
                .execute(Tuple.of(accounts, billPeriods))
                .replaceWithVoid();
    }

    /**
     * Notes the account for a look in some minutes: usage that was being taken in when its first limit was made could not know
     * of it.
     */
    public static Uni<Void> noteForLater(SqlConnection connection, long account, LocalDate billPeriod) {
        return connection
                .preparedQuery("select note_usage_later($1, $2)")
                .execute(Tuple.of(account, billPeriod))
                .replaceWithVoid();
    }
}
