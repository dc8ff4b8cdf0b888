package io.billinghub.api.billrun;

import io.billinghub.api.billrun.RunReport.BillTotal;
import io.billinghub.api.billrun.RunReport.Parked;
import io.billinghub.api.billrun.RunReport.Progress;
import io.billinghub.api.billrun.RunReport.SellerTotal;
import io.billinghub.api.billrun.RunReport.Stage;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The statements behind the report of a run; each aggregates in the database. */
@ApplicationScoped
public class RunReportQueries {

    private static final int PARKED_SHOWN = 1000;

    private static final String STAGES = """
            select stage, started_at, ended_at from bill_run_stage where run_id = $1 order by started_at, stage
            """;

    private static final String PROGRESS = """
            select count(*), count(*) filter (where done <> 'NOTHING'),
                   count(*) filter (where done in ('CONSOLIDATED', 'PUBLISHED')), count(*) filter (where done = 'PUBLISHED'),
                   (select count(*) from bill_run_account a where a.run_id = $1)
            from bill_run_shard where run_id = $1
            """;

    private static final String PARKED = """
            select a.number, r.parked_reason
            from bill_run_account r join billing_account a on a.id = r.root_id
            where r.run_id = $1 and r.parked_reason is not null
            order by a.number
            limit %d
            """.formatted(PARKED_SHOWN);

    private static final String BILLS = """
            select state, currency, count(*) as bills, sum(net) as net, sum(tax) as tax, sum(amount_due) as amount_due
            from customer_bill where run_id = $1
            group by state, currency order by state, currency
            """;

    private static final String SELLERS = """
            select p.name, i.agency, i.currency, count(*) as invoices, sum(i.net) as net, sum(i.tax) as tax,
                   sum(i.gross) as gross
            from tax_invoice i join party p on p.id = i.seller_party_id
            where i.run_id = $1
            group by p.name, i.agency, i.currency order by p.name, i.agency, i.currency
            """;

    /** The report, all of it from one moment: the caller's transaction. */
    public Uni<RunReport> report(SqlConnection connection, Run run) {
        return read(connection, STAGES, run, RunReportQueries::stage)
                .flatMap(stages -> read(connection, PROGRESS, run, RunReportQueries::progress)
                        .flatMap(progress -> read(connection, PARKED, run, RunReportQueries::parked)
                                .flatMap(parked -> totals(connection, run, stages, progress.get(0), parked))));
    }

    private static Uni<RunReport> totals(
            SqlConnection connection, Run run, List<Stage> stages, Progress progress, List<Parked> parked) {
        return read(connection, BILLS, run, RunReportQueries::bills)
                .flatMap(bills -> read(connection, SELLERS, run, RunReportQueries::seller)
                        .map(sellers -> new RunReport(RunView.of(run), stages, progress, parked, bills, sellers)));
    }

    private static <T> Uni<List<T>> read(SqlConnection connection, String sql, Run run, Function<Row, T> mapping) {
        return connection.preparedQuery(sql).execute(Tuple.of(run.id())).map(rows -> {
            List<T> list = new ArrayList<>(rows.size());
            rows.forEach(row -> list.add(mapping.apply(row)));
            return list;
        });
    }

    private static Stage stage(Row row) {
        return new Stage(row.getString(0), row.getOffsetDateTime(1), row.getOffsetDateTime(2));
    }

    private static Progress progress(Row row) {
        return new Progress(row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    private static Parked parked(Row row) {
        return new Parked(row.getString(0), row.getString(1));
    }

    private static BillTotal bills(Row row) {
        return new BillTotal(
                row.getString("state"),
                row.getString("currency"),
                row.getLong("bills"),
                row.getBigDecimal("net"),
                row.getBigDecimal("tax"),
                row.getBigDecimal("amount_due"));
    }

    private static SellerTotal seller(Row row) {
        return new SellerTotal(
                row.getString("name"),
                row.getBoolean("agency"),
                row.getString("currency"),
                row.getLong("invoices"),
                row.getBigDecimal("net"),
                row.getBigDecimal("tax"),
                row.getBigDecimal("gross"));
    }
}
