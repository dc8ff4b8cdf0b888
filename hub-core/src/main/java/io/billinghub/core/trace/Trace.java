package io.billinghub.core.trace;

import io.billinghub.core.invoice.infrastructure.PriceExplanation;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Answers the whole chain of an id. */
@ApplicationScoped
public class Trace {

    private final TenantTransaction transactions;
    private final TraceSql sql;

    public Trace(TenantTransaction transactions, TraceSql sql) {
        this.transactions = transactions;
        this.sql = sql;
    }

    /**
     * The chains of what the id names.
     *
     * @param id a bill line ({@code <bill>-<position>}), or the UUID of a bill, a tax invoice, a partner bill or a received
     *     document; of the latter four the chains of all their lines, at most {@value TraceSql#LIMIT}
     * @return {@code {"id", "kind", "chains": [{line, bill, taxInvoice, charge, explanation, exchangeRate, sourceRows, document,
     *     postings, shares}]}}; amounts are texts, exact; empty where the caller's tenant has nothing of this id
     */
    public Uni<Optional<JsonObject>> of(TenantContext context, String id) {
        Optional<TraceId> parsed = TraceId.parse(id);
        if (parsed.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return transactions.snapshot(
                context,
                connection -> sql.kind(connection, parsed.get())
                        .flatMap(kind -> kind.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : sql.chains(connection, parsed.get(), kind.get())
                                        .map(rows -> Optional.of(new JsonObject()
                                                .put("id", id)
                                                .put("kind", kind.get().name())
                                                .put("chains", chains(rows))))));
    }

    private static JsonArray chains(RowSet<Row> rows) {
        JsonArray chains = new JsonArray();
        for (Row row : rows) {
            JsonArray explanation = new JsonArray();
            for (RatedStep step : PriceExplanation.of(row, row.getShort("day_of_month"))) {
                explanation.add(step.sentence());
            }
            chains.add(((JsonObject) row.getValue("chain")).put("explanation", explanation));
        }
        return chains;
    }
}
