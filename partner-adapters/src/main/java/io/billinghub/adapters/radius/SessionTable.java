package io.billinghub.adapters.radius;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code radius_session}, in the caller's transaction. */
final class SessionTable {

    private static final String ADD = """
            insert into radius_session (tenant_id, adapter_id, nas, session)
            select hub_tenant(), a.id, u.nas, u.session
              from adapter a, unnest($2::text[], $3::text[]) as u (nas, session)
             where a.key = $1
             order by u.nas, u.session
            on conflict do nothing
            """;
    private static final String LOCK = """
            select s.nas, s.session, s.since, s.restarted_at, s.octets_in, s.octets_out, s.seconds, s.seen_at
              from radius_session s
             where s.adapter_id = (select id from adapter where key = $1)
               and (s.nas, s.session) in (select * from unnest($2::text[], $3::text[]))
             order by s.nas, s.session
               for update
            """;
    private static final String KEEP = """
            update radius_session s
               set since = u.since, restarted_at = u.restarted_at, octets_in = u.octets_in, octets_out = u.octets_out,
                   seconds = u.seconds, seen_at = u.seen_at
              from unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::bigint[], $8::bigint[],
                          $9::timestamptz[]) as u (nas, session, since, restarted_at, octets_in, octets_out, seconds, seen_at)
             where s.adapter_id = (select id from adapter where key = $1) and s.nas = u.nas and s.session = u.session
            """;
    private static final String RESTART = """
            update radius_session set restarted_at = $3
             where adapter_id = (select id from adapter where key = $1) and nas = $2
               and coalesce(restarted_at, since) < $3
            """;
    private static final String FORGET = "delete from radius_session where seen_at < $1";

    private SessionTable() {}

    /** Which session of one adapter. */
    record Key(String nas, String session) {

        static final Comparator<Key> ORDER = Comparator.comparing(Key::nas).thenComparing(Key::session);
    }

    /** The sessions as they stand, locked until the transaction ends; new ones are made. */
    static Uni<Map<Key, Session>> lock(SqlConnection connection, String adapter, Collection<Key> sessions) {
        List<Key> keys = sessions.stream().sorted(Key.ORDER).toList();
        Tuple parameters = Tuple.of(adapter, nases(keys), ids(keys));
        return connection
                .preparedQuery(ADD)
                .execute(parameters)
                .flatMap(added -> connection.preparedQuery(LOCK).execute(parameters))
                .map(rows -> {
                    Map<Key, Session> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(
                                new Key(row.getString("nas"), row.getString("session")),
                                new Session(
                                        instant(row, "since"),
                                        instant(row, "restarted_at"),
                                        row.getLong("octets_in"),
                                        row.getLong("octets_out"),
                                        row.getLong("seconds"),
                                        instant(row, "seen_at")));
                    }
                    return found;
                });
    }

    static Uni<Void> keep(SqlConnection connection, String adapter, Map<Key, Session> sessions) {
        List<Key> keys = List.copyOf(sessions.keySet());
        List<Session> values = keys.stream().map(sessions::get).toList();
        Tuple parameters = Tuple.tuple()
                .addString(adapter)
                .addArrayOfString(nases(keys))
                .addArrayOfString(ids(keys))
                .addArrayOfOffsetDateTime(values.stream()
                        .map(Session::since)
                        .map(SessionTable::time)
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(values.stream()
                        .map(Session::restartedAt)
                        .map(SessionTable::time)
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfLong(values.stream().map(Session::octetsIn).toArray(Long[]::new))
                .addArrayOfLong(values.stream().map(Session::octetsOut).toArray(Long[]::new))
                .addArrayOfLong(values.stream().map(Session::seconds).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(values.stream()
                        .map(Session::seenAt)
                        .map(SessionTable::time)
                        .toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(KEEP).execute(parameters).replaceWithVoid();
    }

    /** Notes that the NAS has forgotten its sessions; the same again changes nothing. */
    static Uni<Void> restart(SqlConnection connection, String adapter, String nas, Instant at) {
        return connection
                .preparedQuery(RESTART)
                .execute(Tuple.of(adapter, nas, time(at)))
                .replaceWithVoid();
    }

    /** Deletes the tenant's sessions of which nothing came for long. */
    static Uni<Void> forget(SqlConnection connection, Instant before) {
        return connection.preparedQuery(FORGET).execute(Tuple.of(time(before))).replaceWithVoid();
    }

    private static String[] nases(List<Key> keys) {
        return keys.stream().map(Key::nas).toArray(String[]::new);
    }

    private static String[] ids(List<Key> keys) {
        return keys.stream().map(Key::session).toArray(String[]::new);
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
