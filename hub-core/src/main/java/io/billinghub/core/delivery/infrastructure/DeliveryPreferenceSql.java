package io.billinghub.core.delivery.infrastructure;

import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.DeliveryPreference;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The preferences of accounts. */
@ApplicationScoped
public class DeliveryPreferenceSql {

    private static final String FIND =
            "select uuid, channel, target, host_keys, credential, version from account_delivery where account_id = $1";
    private static final String PUT = """
            insert into account_delivery (tenant_id, account_id, uuid, channel, target, host_keys, credential, version, changed_by, changed_at)
            values (hub_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (account_id) do update
              set channel = excluded.channel, target = excluded.target, host_keys = excluded.host_keys, credential = excluded.credential,
                  version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """;
    private static final String GIVE_UP = """
            update document_delivery set state = 'FAILED', ended_at = $2, failure = 'the delivery preference was taken away'
             where account_id = $1 and state = 'PENDING'
            """;

    /** An account: its row and its {@code billing_account.uuid}. */
    public record Account(long id, UUID uuid) {}

    /** The account with this number, if the transaction sees it. */
    public Uni<Optional<Account>> account(SqlConnection connection, String number) {
        return connection
                .preparedQuery("select id, uuid from billing_account where number = $1")
                .execute(Tuple.of(number))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next()).map(row -> new Account(row.getLong(0), row.getUUID(1))));
    }

    public Uni<Optional<DeliveryPreference>> find(SqlConnection connection, long account) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(account))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(preference(rows.iterator().next())));
    }

    /** As {@link #find}; until the transaction ends nobody else changes the account's preference. */
    public Uni<Optional<DeliveryPreference>> locked(SqlConnection connection, long account) {
        return connection
                .preparedQuery("select from billing_account where id = $1 for no key update")
                .execute(Tuple.of(account))
                .flatMap(locked -> find(connection, account));
    }

    public Uni<Void> put(
            SqlConnection connection, long account, DeliveryPreference preference, String actor, Instant at) {
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addLong(account)
                        .addUUID(preference.id())
                        .addString(preference.channel().name())
                        .addString(preference.target())
                        .addArrayOfString(preference.hostKeys().toArray(String[]::new))
                        .addString(preference.credential().orElse(null))
                        .addInteger(preference.version())
                        .addString(actor)
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Takes it away and gives up what still waits. */
    public Uni<Void> delete(SqlConnection connection, long account, Instant at) {
        return connection
                .preparedQuery("delete from account_delivery where account_id = $1")
                .execute(Tuple.of(account))
                .flatMap(gone ->
                        connection.preparedQuery(GIVE_UP).execute(Tuple.of(account, at.atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
    }

    static DeliveryPreference preference(Row row) {
        return new DeliveryPreference(
                row.getUUID("uuid"),
                Channel.valueOf(row.getString("channel")),
                row.getString("target"),
                List.of(row.getArrayOfStrings("host_keys")),
                Optional.ofNullable(row.getString("credential")),
                row.getInteger("version"));
    }
}
