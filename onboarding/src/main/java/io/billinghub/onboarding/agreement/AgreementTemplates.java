package io.billinghub.onboarding.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.error.OnboardingError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tenant's templates. A change is a new version; what began with an older one stays as it is. */
@ApplicationScoped
public class AgreementTemplates {

    private static final String KEY = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final int LONGEST_NAME = 200;
    private static final String SELECT = """
            select id, uuid, key, version, definition::text as definition, valid_from, nullif(valid_to, 'infinity') as valid_to,
                   created_at, created_by
              from agreement_template
            """;
    private static final String LIST = SELECT + " where id > $1 order by id limit $2";
    private static final String ON =
            SELECT + " where key = $1 and valid_from <= $2 and $2 < valid_to order by version desc limit 1";
    private static final String LATEST =
            "select max(version) as version, max(valid_from) as begun from agreement_template where key = $1";
    private static final String END_BEFORE =
            "update agreement_template set valid_to = $2 where key = $1 and valid_to > $2";
    private static final String INSERT = """
            insert into agreement_template (tenant_id, uuid, key, version, definition, valid_from, created_at, created_by)
            values (hub_tenant(), $1, $2, $3, $4::text::jsonb, $5, $6, $7)
            returning id
            """;
    private static final String AUDIT = """
            insert into audit_event (tenant_id, occurred_at, actor, action, subject, after)
            values (hub_tenant(), $1, $2, 'agreement-template.create', 'agreement-template/' || $3, $4::text::jsonb)
            """;

    private final IdGenerator ids;
    private final Clock clock;

    public AgreementTemplates(IdGenerator ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Stores a template, or the next version of one.
     *
     * @param given {@code key}, {@code name} and the terms; {@code validFrom} is today where it is left out
     * @return fails with SCHEMA, naming the place, or VERSION_ORDER
     */
    public Uni<AgreementTemplate> create(SqlConnection connection, TenantContext login, ObjectNode given) {
        AgreementText.check(given, Set.of("key", "name", "validFrom", "offering"));
        String key = given.path("key").asText("");
        if (!key.matches(KEY)) {
            throw AgreementText.wrong("/key", "must be of small letters, digits, dots, dashes and underlines");
        }
        if (given.path("name").asText("").isBlank()) {
            throw AgreementText.wrong("/name", "is missing");
        }
        if (given.path("name").asText().length() > LONGEST_NAME) {
            throw AgreementText.wrong("/name", "may have " + LONGEST_NAME + " characters");
        }
        for (String needed : List.of("sellingModel", "currency", "shareModel", "residueParty")) {
            if (!given.hasNonNull(needed)) {
                throw AgreementText.wrong("/" + needed, "is missing");
            }
        }
        LocalDate asked = AgreementText.day(given, "validFrom");
        LocalDate from = asked == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : asked;
        ObjectNode definition = given.deepCopy();
        definition.remove(List.of("key", "validFrom"));
        return lock(connection, key)
                .flatMap(locked -> connection.preparedQuery(LATEST).execute(Tuple.of(key)))
                .map(rows -> next(rows.iterator().next(), key, from))
                .call(() -> connection.preparedQuery(END_BEFORE).execute(Tuple.of(key, from)))
                .flatMap(version -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.tuple()
                                .addUUID(ids.next())
                                .addString(key)
                                .addInteger(version)
                                .addString(definition.toString())
                                .addLocalDate(from)
                                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                                .addString(login.actor())))
                .map(rows -> rows.iterator().next().getLong(0))
                .call(() -> connection
                        .preparedQuery(AUDIT)
                        .execute(Tuple.of(
                                clock.instant().atOffset(ZoneOffset.UTC), login.actor(), key, given.toString())))
                .flatMap(id -> connection
                        .preparedQuery(SELECT + " where id = $1")
                        .execute(Tuple.of(id))
                        .map(rows -> template(rows.iterator().next())));
    }

    /** All versions of all templates, the oldest first. */
    public Uni<List<AgreementTemplate>> list(SqlConnection connection, long after, int limit) {
        return connection.preparedQuery(LIST).execute(Tuple.of(after, limit)).map(AgreementTemplates::templates);
    }

    /** The version that is valid on the day; fails with UNKNOWN_TEMPLATE. */
    public Uni<AgreementTemplate> on(SqlConnection connection, String key, LocalDate day) {
        return connection
                .preparedQuery(ON)
                .execute(Tuple.of(key, day))
                .map(rows -> Optional.of(rows)
                        .filter(found -> found.size() > 0)
                        .map(found -> template(found.iterator().next()))
                        .orElseThrow(() -> new HubException(
                                OnboardingError.UNKNOWN_TEMPLATE,
                                "/template: there is no template '" + key + "' that is valid on " + day + ".")));
    }

    private static Uni<Void> lock(SqlConnection connection, String key) {
        return connection
                .preparedQuery(
                        "select pg_advisory_xact_lock(hashtextextended('agreement-template ' || $1, hub_tenant()))")
                .execute(Tuple.of(key))
                .replaceWithVoid();
    }

    private static int next(Row latest, String key, LocalDate from) {
        Integer version = latest.getInteger("version");
        if (version == null) {
            return 1;
        }
        if (!latest.getLocalDate("begun").isBefore(from)) {
            throw new HubException(
                    OnboardingError.VERSION_ORDER,
                    "/validFrom: version " + version + " of template " + key + " begins on "
                            + latest.getLocalDate("begun") + ", so the next one begins later than that.");
        }
        return version + 1;
    }

    private static List<AgreementTemplate> templates(RowSet<Row> rows) {
        List<AgreementTemplate> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(template(row)));
        return found;
    }

    private static AgreementTemplate template(Row row) {
        return new AgreementTemplate(
                row.getLong("id"),
                row.getUUID("uuid"),
                row.getString("key"),
                row.getInteger("version"),
                (ObjectNode) AgreementText.read(row.getString("definition")),
                row.getLocalDate("valid_from"),
                row.getLocalDate("valid_to"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("created_by"));
    }
}
