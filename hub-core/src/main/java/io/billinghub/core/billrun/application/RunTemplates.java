package io.billinghub.core.billrun.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql.Template;
import io.billinghub.core.billrun.model.CronSchedule;
import io.billinghub.core.billrun.model.RunMails;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What operators do with templates of runs: define them, look at them, skip what is due. {@link RunSchedule} begins their runs. */
@ApplicationScoped
public class RunTemplates {

    private final TenantTransaction transactions;
    private final RunTemplateSql templates;
    private final BillRunSql runs;
    private final AuditLog audit;
    private final IdGenerator ids;
    private final Clock clock;

    public RunTemplates(
            TenantTransaction transactions,
            RunTemplateSql templates,
            BillRunSql runs,
            AuditLog audit,
            IdGenerator ids,
            Clock clock) {
        this.transactions = transactions;
        this.templates = templates;
        this.runs = runs;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A template as somebody wants it.
     *
     * @param cycle key of the bill cycle
     * @param schedule as {@link CronSchedule} has it, in the zone of the cycle; empty where runs are started by hand
     */
    public record Wanted(
            String key, String name, String cycle, Optional<String> schedule, boolean enabled, RunMails mails) {

        /** One whose runs nobody gets mails about. */
        public Wanted(String key, String name, String cycle, Optional<String> schedule, boolean enabled) {
            this(key, name, cycle, schedule, enabled, RunMails.NONE);
        }
    }

    /** The tenant's templates by key, behind this one if it is not null. */
    public Uni<List<Template>> list(TenantContext context, String after, int limit) {
        return transactions.run(context, connection -> templates.list(connection, after, limit));
    }

    /** One template; UNKNOWN_RESOURCE where the tenant has none with this key. */
    public Uni<Template> get(TenantContext context, String key) {
        return transactions.run(
                context,
                connection -> templates.find(connection, key).map(found -> found.orElseThrow(() -> unknown(key))));
    }

    /**
     * Stores a template, or its next version. Whoever does so answers for the runs that the schedule begins, so may not approve them.
     *
     * @param condition on the version that is there
     * @throws HubException (through the Uni) UNKNOWN_CYCLE, SCHEDULE_REFUSED, and what the condition throws
     */
    public Uni<Template> put(
            SqlConnection transaction, TenantContext context, Wanted wanted, Consumer<OptionalInt> condition) {
        return templates.locked(transaction, wanted.key()).flatMap(before -> {
            condition.accept(
                    before.map(found -> OptionalInt.of(found.version())).orElse(OptionalInt.empty()));
            return runs.lockedCycle(transaction, wanted.cycle())
                    .map(found -> found.orElseThrow(() -> new HubException(
                            CoreError.UNKNOWN_CYCLE, "there is no bill cycle with the key \"" + wanted.cycle() + "\"")))
                    .flatMap(cycle -> templates.put(transaction, made(wanted, cycle, context)))
                    .flatMap(done -> templates.find(transaction, wanted.key()))
                    .map(Optional::orElseThrow)
                    .call(stored -> note(
                            transaction, context, "bill-run-template.put", stored, before.map(RunTemplates::json)));
        });
    }

    private Template made(Wanted wanted, Cycle cycle, TenantContext context) {
        ZoneId zone = ZoneId.of(cycle.timeZone());
        Instant now = clock.instant();
        Optional<CronSchedule> schedule = wanted.schedule().map(RunTemplates::schedule);
        Optional<OffsetDateTime> next = schedule.map(times -> next(times, now, zone));
        return new Template(
                0,
                ids.next(),
                wanted.key(),
                wanted.name(),
                cycle.id(),
                cycle.key(),
                zone,
                schedule.map(CronSchedule::toString),
                wanted.enabled(),
                next,
                Optional.empty(),
                wanted.mails(),
                0,
                context.actor(),
                OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
    }

    private static CronSchedule schedule(String text) {
        try {
            return CronSchedule.of(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.SCHEDULE_REFUSED, "\"" + text + "\": " + e.getMessage(), e);
        }
    }

    private static OffsetDateTime next(CronSchedule schedule, Instant after, ZoneId zone) {
        return schedule.next(after, zone)
                .map(time -> OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
                .orElseThrow(() -> new HubException(
                        CoreError.SCHEDULE_REFUSED, "\"" + schedule + "\" has no time behind " + after));
    }

    /** When the template begins a run behind the one that is due, or will be. */
    static OffsetDateTime nextBehind(Template template) {
        Instant due = template.nextAt().orElseThrow().toInstant();
        return next(CronSchedule.of(template.cron().orElseThrow()), due, template.zone());
    }

    /**
     * Leaves out the run that the schedule would begin next, or that is due and waits. Its period is billed with a later time of the schedule,
     * or by hand: no period is passed by.
     *
     * @throws HubException (through the Uni) UNKNOWN_RESOURCE, NO_SCHEDULE
     */
    public Uni<Template> skip(SqlConnection transaction, TenantContext context, String key) {
        return templates
                .locked(transaction, key)
                .map(found -> found.orElseThrow(() -> unknown(key)))
                .invoke(template -> {
                    if (template.nextAt().isEmpty()) {
                        throw new HubException(
                                CoreError.NO_SCHEDULE,
                                "template \"" + key + "\" has no schedule to leave a time out of");
                    }
                })
                .call(template -> templates.setNext(transaction, template, nextBehind(template), null))
                .flatMap(template -> templates
                        .find(transaction, key)
                        .map(Optional::orElseThrow)
                        .call(after -> note(
                                transaction, context, "bill-run-template.skip", after, Optional.of(json(template)))));
    }

    private Uni<Void> note(
            SqlConnection transaction,
            TenantContext context,
            String action,
            Template template,
            Optional<String> before) {
        return audit.append(
                transaction,
                context,
                action,
                "bill-run-template/" + template.key(),
                before,
                Optional.of(json(template)));
    }

    private static String json(Template template) {
        return new JsonObject()
                .put("name", template.name())
                .put("cycle", template.cycle())
                .put("schedule", template.cron().orElse(null))
                .put("enabled", template.enabled())
                .put("mailTo", new JsonArray(template.mails().to()))
                .put(
                        "mailOn",
                        new JsonArray(template.mails().on().stream()
                                .map(Enum::name)
                                .sorted()
                                .toList()))
                .put("nextAt", template.nextAt().map(OffsetDateTime::toString).orElse(null))
                .encode();
    }

    private static HubException unknown(String key) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there is no template of bill runs \"" + key + "\"");
    }
}
