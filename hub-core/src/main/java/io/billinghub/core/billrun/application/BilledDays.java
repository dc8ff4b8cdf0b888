package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BilledDaysSql;
import io.billinghub.core.billrun.model.BilledDay;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Says which days of subscriptions may no longer be moved, because the runs that charge them are over: neither is anything
 * credited for days that were charged, nor are days charged that were not. Only what costs a fee is judged; usage is
 * billed whenever it comes. Safe for concurrent use.
 */
@ApplicationScoped
public class BilledDays {

    private final BilledDaysSql sql;

    public BilledDays(BilledDaysSql sql) {
        this.sql = sql;
    }

    /**
     * Judges what subscriptions are to become; call it before that is stored, in the same transaction. Holds the accounts'
     * cycles until the transaction ends, so that no period is closed in between.
     *
     * @param subscriptions JSON array of objects with {@code pointer, key, account, offering, startedOn, endedOn,
     *     billedThrough}, as an import of master data names them
     * @param activated whether those that are stored, but not billed so far, begin to be billed with this change
     */
    public Uni<List<BilledDay>> refusals(SqlConnection transaction, String subscriptions, boolean activated) {
        return sql.lockCycles(transaction, subscriptions)
                .flatMap(locked -> sql.startsInBilledPeriods(transaction, subscriptions, activated)
                        .flatMap(starts -> starts.isEmpty()
                                ? sql.endsInBilledPeriods(transaction, subscriptions)
                                : Uni.createFrom().item(starts)));
    }
}
