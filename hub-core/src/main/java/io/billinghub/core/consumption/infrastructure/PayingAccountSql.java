package io.billinghub.core.consumption.infrastructure;

import io.billinghub.core.consumption.model.PayingAccount;
import io.billinghub.core.consumption.model.PayingAccount.Account;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds accounts, as far as the transaction may see them. */
@ApplicationScoped
public class PayingAccountSql {

    private static final String ACCOUNTS = """
            select p.id, p.uuid, p.number, p.name, p.currency, p.root_id, p.cycle_id, c.day_of_month, c.time_zone,
                   c.open_from, a.id, a.uuid, a.number, a.name
            from billing_account p
            join bill_cycle c on c.id = p.cycle_id
            join billing_account a on a.id = p.id or a.root_id = p.id
            where %s
            order by p.id, a.id <> p.id, a.number
            """;
    private static final String BY_NUMBER = ACCOUNTS.formatted("p.number = $1");
    private static final String BY_UUID = ACCOUNTS.formatted("p.uuid = $1");
    private static final String BY_IDS = ACCOUNTS.formatted("p.id = any($1)");

    /** The account with the number. */
    public Uni<Optional<PayingAccount>> byNumber(SqlConnection connection, String number) {
        return connection.preparedQuery(BY_NUMBER).execute(Tuple.of(number)).map(PayingAccountSql::first);
    }

    /** The account with the id that clients know. */
    public Uni<Optional<PayingAccount>> byUuid(SqlConnection connection, UUID uuid) {
        return connection.preparedQuery(BY_UUID).execute(Tuple.of(uuid)).map(PayingAccountSql::first);
    }

    /** Accounts by their {@code billing_account.id}. */
    public Uni<List<PayingAccount>> byIds(SqlConnection connection, List<Long> ids) {
        return connection
                .preparedQuery(BY_IDS)
                .execute(Tuple.tuple().addArrayOfLong(ids.toArray(Long[]::new)))
                .map(PayingAccountSql::all);
    }

    private static Optional<PayingAccount> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<PayingAccount> all(RowSet<Row> rows) {
        Map<Long, List<Row>> byPayer = new LinkedHashMap<>();
        rows.forEach(row -> byPayer.computeIfAbsent(row.getLong(0), none -> new ArrayList<>())
                .add(row));
        return byPayer.values().stream()
                .map(own -> of(
                        own.get(0),
                        own.stream()
                                .map(row -> new Account(
                                        row.getLong(10), row.getUUID(11), row.getString(12), row.getString(13)))
                                .toList()))
                .toList();
    }

    private static PayingAccount of(Row row, List<Account> accounts) {
        return new PayingAccount(
                row.getLong(0),
                row.getUUID(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getInteger(7),
                ZoneId.of(row.getString(8)),
                row.getLocalDate(9),
                accounts);
    }
}
