package io.billinghub.api.tmf630;

import io.billinghub.api.tmf630.ListRequest.Asked;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of resources by SQL: a page by one statement, and the total by a second one only where the page does not tell it.
 *
 * @param columns {@code select …}
 * @param from {@code from … where}, to which the request's condition is added
 */
public record PagedQuery(String columns, String from) {

    /** What a client asks for may be costly to find; nobody else shall wait for it. */
    private static final String AT_MOST = "select set_config('statement_timeout', '10s', true)";

    /** Runs in the caller's transaction, where row-level security narrows it. */
    public Uni<Page<Row>> run(SqlConnection connection, ListRequest request) {
        if (request.asked() == Asked.ONE) {
            return page(connection, request);
        }
        // Both are sent at once: the connection does them in their order.
        return Uni.combine()
                .all()
                .unis(connection.query(AT_MOST).execute(), page(connection, request))
                .collectFailures()
                .with((set, page) -> page);
    }

    private Uni<Page<Row>> page(SqlConnection connection, ListRequest request) {
        Binds binds = request.binds().copy();
        String select = columns + from + " " + request.condition() + " order by " + request.order() + " limit "
                + binds.bind(request.limit()) + " offset " + binds.bind(request.offset());
        return connection
                .preparedQuery(select)
                .execute(binds.tuple())
                .map(found -> {
                    List<Row> rows = new ArrayList<>(found.size());
                    found.forEach(rows::add);
                    return rows;
                })
                .flatMap(rows -> total(connection, request, rows.size()).map(total -> new Page<>(rows, total)));
    }

    private Uni<Long> total(SqlConnection connection, ListRequest request, int found) {
        boolean told = found < request.limit() && (found > 0 || request.offset() == 0);
        if (told || request.asked() == Asked.ONE) {
            return Uni.createFrom().item((long) request.offset() + found);
        }
        return connection
                .preparedQuery("select count(*) " + from + " " + request.condition())
                .execute(request.binds().tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
