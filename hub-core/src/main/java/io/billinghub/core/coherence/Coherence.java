package io.billinghub.core.coherence;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Runs all checks for a tenant in one transaction, so that they see the same state. */
@ApplicationScoped
public class Coherence {

    private static final int SAMPLE = 20;

    private final TenantTransaction transactions;

    public Coherence(TenantTransaction transactions) {
        this.transactions = transactions;
    }

    /**
     * What one check found.
     *
     * @param check its stable name
     * @param statement what should hold
     * @param violations at most 20 places where it does not; empty if it holds
     */
    public record Finding(String check, String statement, List<String> violations) {
        public Finding {
            violations = List.copyOf(violations);
        }

        public boolean holds() {
            return violations.isEmpty();
        }
    }

    /**
     * Each check joins whole tables, right after they were filled as often as not: without statistics the planner takes them
     * for small and loops over one for each row of the other, or merges them by a key that all rows share, a run's, and compares each with
     * each. At two million lines that is minutes against seconds.
     */
    private static final String WHOLE_TABLES =
            "set local enable_nestloop = off; set local enable_mergejoin = off; set local work_mem = '64MB'";

    /** One finding per check, in the order of the catalogue. */
    public Uni<List<Finding>> check(TenantContext context) {
        return transactions.snapshot(
                context,
                connection -> connection
                        .query(WHOLE_TABLES)
                        .execute()
                        .flatMap(set -> Multi.createFrom()
                                .items(CoherenceCheck.values())
                                .onItem()
                                .transformToUniAndConcatenate(check -> run(connection, check))
                                .collect()
                                .asList()));
    }

    private static Uni<Finding> run(SqlConnection connection, CoherenceCheck check) {
        return connection
                .query("select violation from (" + check.sql() + ") as found (violation) limit " + SAMPLE)
                .execute()
                .map(rows -> {
                    List<String> violations = new ArrayList<>();
                    for (Row row : rows) {
                        violations.add(row.getString(0));
                    }
                    return new Finding(check.name(), check.statement(), violations);
                });
    }
}
