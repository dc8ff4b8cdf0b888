package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.RunMails;
import io.billinghub.core.billrun.model.RunMails.Told;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Templates of runs. */
@ApplicationScoped
public class RunTemplateSql {

    /**
     * A template as it is stored.
     *
     * @param cron five fields, in the zone; empty where its runs are started by hand
     * @param nextAt when the schedule begins the next run; empty where it is off
     * @param waitsFor why a run that is due has not begun
     * @param mails who is told of its runs
     * @param changedBy whoever answers for the runs that the schedule begins
     */
    public record Template(
            long id,
            UUID uuid,
            String key,
            String name,
            long cycleId,
            String cycle,
            ZoneId zone,
            Optional<String> cron,
            boolean enabled,
            Optional<OffsetDateTime> nextAt,
            Optional<String> waitsFor,
            RunMails mails,
            int version,
            String changedBy,
            OffsetDateTime changedAt) {}

    private static final String TEMPLATE = """
            select t.id, t.uuid, t.key, t.name, t.cycle_id, c.key, c.time_zone, t.cron, t.enabled, t.next_at, t.waits_for, t.version,
                   t.changed_by, t.changed_at, t.mail_to, t.mail_on
            from bill_run_template t join bill_cycle c on c.id = t.cycle_id
            """;

    /** By key, behind this one if there is one. */
    public Uni<List<Template>> list(SqlConnection connection, String after, int limit) {
        return connection
                .preparedQuery(TEMPLATE + "where $1::text is null or t.key > $1 order by t.key limit $2")
                .execute(Tuple.of(after, limit))
                .map(RunTemplateSql::toTemplates);
    }

    public Uni<Optional<Template>> find(SqlConnection connection, String key) {
        return connection
                .preparedQuery(TEMPLATE + "where t.key = $1")
                .execute(Tuple.of(key))
                .map(rows -> toTemplates(rows).stream().findFirst());
    }

    /** The template, locked until the transaction ends. */
    public Uni<Optional<Template>> locked(SqlConnection connection, String key) {
        return connection
                .preparedQuery(TEMPLATE + "where t.key = $1 for update of t")
                .execute(Tuple.of(key))
                .map(rows -> toTemplates(rows).stream().findFirst());
    }

    /** The keys of those that are due, the longest waiting first. */
    public Uni<List<String>> due(SqlConnection connection, OffsetDateTime now) {
        return connection
                .preparedQuery("select key from bill_run_template where enabled and next_at <= $1 order by next_at, id")
                .execute(Tuple.of(now))
                .map(rows -> {
                    List<String> keys = new ArrayList<>();
                    rows.forEach(row -> keys.add(row.getString(0)));
                    return keys;
                });
    }

    /** The template if it still is due and no other process has it, locked until the transaction ends. */
    public Uni<Optional<Template>> lockedIfDue(SqlConnection connection, String key, OffsetDateTime now) {
        return connection
                .preparedQuery(
                        TEMPLATE + "where t.key = $1 and t.enabled and t.next_at <= $2 for update of t skip locked")
                .execute(Tuple.of(key, now))
                .map(rows -> toTemplates(rows).stream().findFirst());
    }

    /** The template as it is wanted: a new one, or the next version of the one with its key. */
    public Uni<Void> put(SqlConnection connection, Template template) {
        return connection
                .preparedQuery("""
                        insert into bill_run_template as t (tenant_id, uuid, key, name, cycle_id, cron, enabled, next_at, changed_by, changed_at,
                                                            mail_to, mail_on)
                        values (hub_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                        on conflict (tenant_id, key) do update
                          set name = excluded.name, cycle_id = excluded.cycle_id, cron = excluded.cron, enabled = excluded.enabled,
                              next_at = excluded.next_at, waits_for = null, version = t.version + 1, changed_by = excluded.changed_by,
                              mail_to = excluded.mail_to, mail_on = excluded.mail_on,
                              changed_at = excluded.changed_at
                        """)
                .execute(Tuple.tuple()
                        .addUUID(template.uuid())
                        .addString(template.key())
                        .addString(template.name())
                        .addLong(template.cycleId())
                        .addString(template.cron().orElse(null))
                        .addBoolean(template.enabled())
                        .addOffsetDateTime(template.nextAt().orElse(null))
                        .addString(template.changedBy())
                        .addOffsetDateTime(template.changedAt())
                        .addArrayOfString(template.mails().to().toArray(String[]::new))
                        .addArrayOfString(template.mails().on().stream()
                                .map(Told::name)
                                .sorted()
                                .toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** When the schedule begins the next run, and what a run that is due waits for; nothing is written while it waits for the same. */
    public Uni<Void> setNext(SqlConnection connection, Template template, OffsetDateTime nextAt, String waitsFor) {
        return connection
                .preparedQuery("""
                        update bill_run_template set next_at = $2, waits_for = $3
                        where id = $1 and (next_at, waits_for) is distinct from ($2::timestamptz, $3::text)
                        """)
                .execute(Tuple.of(template.id(), nextAt, waitsFor))
                .replaceWithVoid();
    }

    private static List<Template> toTemplates(RowSet<Row> rows) {
        List<Template> templates = new ArrayList<>();
        for (Row row : rows) {
            templates.add(new Template(
                    row.getLong(0),
                    row.getUUID(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getString(5),
                    ZoneId.of(row.getString(6)),
                    Optional.ofNullable(row.getString(7)),
                    row.getBoolean(8),
                    Optional.ofNullable(row.getOffsetDateTime(9)).map(RunTemplateSql::utc),
                    Optional.ofNullable(row.getString(10)),
                    mails(row),
                    row.getInteger(11),
                    row.getString(12),
                    utc(row.getOffsetDateTime(13))));
        }
        return templates;
    }

    /** Whom the template's runs are told to. */
    public Uni<RunMails> mails(SqlConnection connection, String key) {
        return connection
                .preparedQuery("select mail_to, mail_on from bill_run_template where key = $1")
                .execute(Tuple.of(key))
                .map(rows -> {
                    for (Row row : rows) {
                        return mails(row);
                    }
                    return RunMails.NONE;
                });
    }

    private static RunMails mails(Row row) {
        return new RunMails(
                List.of(row.getArrayOfStrings("mail_to")),
                Stream.of(row.getArrayOfStrings("mail_on")).map(Told::valueOf).collect(Collectors.toSet()));
    }

    private static OffsetDateTime utc(OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC);
    }
}
