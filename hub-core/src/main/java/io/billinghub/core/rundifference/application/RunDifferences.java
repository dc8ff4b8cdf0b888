package io.billinghub.core.rundifference.application;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rundifference.infrastructure.RunDifferenceSql;
import io.billinghub.core.rundifference.infrastructure.RunDifferenceSql.Compared;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Compares runs. */
@ApplicationScoped
public class RunDifferences {

    private final TenantTransaction transactions;
    private final RunDifferenceSql sql;

    public RunDifferences(TenantTransaction transactions, RunDifferenceSql sql) {
        this.transactions = transactions;
        this.sql = sql;
    }

    /** What a run is compared with. */
    public sealed interface Against {

        /** The latest trial of its period that is complete. */
        record Trial() implements Against {}

        /** The bills of the period before. */
        record LastPeriod() implements Against {}

        /** A run of the same cycle. */
        record OtherRun(UUID id) implements Against {}
    }

    /**
     * What has changed from the other side to the run's bills: totals, reasons, partners, products, and the accounts that have moved most.
     * Amounts are texts, exact, in the currency of the bills.
     *
     * @param account number of a root account whose lines alone are compared; all of them are told then
     * @throws HubException (through the Uni) UNKNOWN_RESOURCE, NOTHING_TO_COMPARE
     */
    public Uni<JsonObject> of(TenantContext context, UUID run, Against against, Optional<String> account) {
        return transactions.run(
                context,
                connection -> find(connection, run)
                        .flatMap(after -> other(connection, after, against)
                                .flatMap(before -> account.isPresent()
                                        ? sql.lines(connection, before, after, account.get())
                                        : sql.summary(connection, before, after))));
    }

    private Uni<Compared> find(SqlConnection connection, UUID run) {
        return sql.find(connection, run)
                .map(found -> found.orElseThrow(
                        () -> new HubException(CoreError.UNKNOWN_RESOURCE, "there is no bill run " + run)));
    }

    private Uni<Compared> other(SqlConnection connection, Compared run, Against against) {
        if (against instanceof Against.OtherRun other) {
            return find(connection, other.id()).invoke(found -> {
                if (found.cycleId() != run.cycleId()) {
                    throw new HubException(
                            CoreError.NOTHING_TO_COMPARE,
                            "run " + other.id() + " bills another cycle than run " + run.uuid());
                }
            });
        }
        Uni<Optional<Compared>> found =
                against instanceof Against.Trial ? sql.trial(connection, run) : sql.lastPeriod(connection, run);
        String missing = against instanceof Against.Trial
                ? "there is no trial of the period of run "
                : "there is no run of the period before that of run ";
        return found.map(
                other -> other.orElseThrow(() -> new HubException(CoreError.NOTHING_TO_COMPARE, missing + run.uuid())));
    }
}
