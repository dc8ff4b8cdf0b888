package io.billinghub.onboarding.partnercase.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.onboarding.partnercase.model.CaseState;
import io.billinghub.onboarding.partnercase.model.OnboardingCase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Cases and their steps. */
public final class CaseSql {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SELECT = """
            select c.id, c.uuid, r.id as partner_id, r.key as partner, p.name, p.country, c.state, c.template, a.id as agreement_id,
                   a.key as agreement_key, a.name as agreement_name, p.uuid as party_uuid, r.uuid as role_uuid, a.uuid as agreement_uuid,
                   (select s.uuid from partnership s join partnership_partner pp on pp.partnership_id = s.id where pp.role_id = r.id
                     order by s.id limit 1) as partnership_uuid,
                   (select s.uuid from party_account s where s.party_id = p.id and s.kind = 'SETTLEMENT' order by s.id limit 1)
                     as settlement_uuid,
                   (select n.state from agreement_proposal n where n.agreement_id = a.id order by n.id desc limit 1) as newest,
                   coalesce((select jsonb_agg(jsonb_build_object('key', d.key, 'version', d.version, 'testedVersion', k.version)
                                              order by d.key)
                               from adapter d left join adapter_contract k on k.adapter_id = d.id where d.partner_id = r.id),
                            '[]')::text as adapters,
                   (select jsonb_agg(jsonb_build_object('from', s.from_state, 'to', s.to_state, 'by', s.actor, 'at', s.taken_at,
                                                        'reason', s.reason) order by s.id)
                      from onboarding_step s where s.case_id = c.id)::text as steps,
                   c.created_at, c.created_by, c.changed_at
              from onboarding_case c
              join party_role r on r.id = c.partner_id
              join party p on p.id = r.party_id
              join agreement a on a.id = c.agreement_id
            """;
    private static final String ONE = SELECT + " where r.key = $1";
    private static final String LIST =
            SELECT + " where c.id > $1 and ($2::text is null or c.state = $2) order by c.id limit $3";

    /** What a new partner would clash with. */
    private static final String TAKEN = """
            select 'a party' as what from party where key = $1
            union all select 'a partner' from party_role where role in ('PARTNER', 'SUB_PARTNER') and key = $1
            union all select 'an agreement' from agreement where key = $2
            union all select 'an offering' from product_offering where key = $3
            limit 1
            """;

    /** The partnership of TMF668 and the settlement account of TMF666; the specification is made with the first partner. */
    private static final String RELATIONS = """
            with role as (
              select r.id, r.party_id, p.name from party_role r join party p on p.id = r.party_id
               where r.key = $1 and r.role = 'PARTNER'),
            known as (select id from partnership_specification where name = $2 order by id limit 1),
            made as (
              insert into partnership_specification (tenant_id, uuid, name)
              select hub_tenant(), $3, $2 where not exists (select from known) returning id),
            ship as (
              insert into partnership (tenant_id, uuid, name, specification_id)
              select hub_tenant(), $4, role.name, s.id from role, (select id from known union all select id from made) s
              returning id),
            joined as (
              insert into partnership_partner (tenant_id, partnership_id, role_id)
              select hub_tenant(), ship.id, role.id from ship, role)
            insert into party_account (tenant_id, uuid, kind, name, party_id)
            select hub_tenant(), $5, 'SETTLEMENT', role.name || ', settlement', role.party_id from role
            """;

    private static final String INSERT = """
            insert into onboarding_case (tenant_id, uuid, partner_id, agreement_id, state, template, created_at, created_by, changed_at)
            select hub_tenant(), $1, r.id, a.id, 'INVITED', $4, $5, $6, $5
              from party_role r, agreement a where r.key = $2 and r.role = 'PARTNER' and a.key = $3
            returning id
            """;
    private static final String LOCK = """
            select c.state from onboarding_case c join party_role r on r.id = c.partner_id where r.key = $1 for update of c
            """;
    private static final String MOVE = "update onboarding_case set state = $2, changed_at = $3 where id = $1";
    private static final String STEP = """
            insert into onboarding_step (tenant_id, case_id, partner_id, from_state, to_state, actor, reason, taken_at)
            select hub_tenant(), id, partner_id, $2, $3, $4, $5, $6 from onboarding_case where id = $1
            """;
    private static final String AUDIT = """
            insert into audit_event (tenant_id, occurred_at, actor, action, subject, after)
            values (hub_tenant(), $1, $2, $3, 'onboarding/' || $4, $5::text::jsonb)
            """;

    /** From which day on new agreements hold: bills of periods that are open yet can come under them. */
    private static final String BEGIN = """
            select coalesce((select min(c.open_from) from bill_cycle c
                              where exists (select from billing_account a where a.cycle_id = c.id)),
                            date_trunc('month', $1::date)::date)
            """;

    private CaseSql() {}

    /** The case; empty if the login sees none of the partner. */
    public static Uni<Optional<OnboardingCase>> find(SqlConnection connection, String partner) {
        return connection
                .preparedQuery(ONE)
                .execute(Tuple.of(partner))
                .map(rows -> cases(rows).stream().findFirst());
    }

    /** Cases behind {@code after}, the oldest first; {@code state} may be null. */
    public static Uni<List<OnboardingCase>> list(SqlConnection connection, long after, String state, int limit) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(after, state, limit))
                .map(CaseSql::cases);
    }

    /** Locks the case until the transaction ends. */
    public static Uni<Void> lock(SqlConnection connection, String partner) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(partner)).replaceWithVoid();
    }

    /** What is there already under one of the keys; empty if nothing is. */
    public static Uni<Optional<String>> taken(
            SqlConnection connection, String partner, String agreement, String offering) {
        return connection
                .preparedQuery(TAKEN)
                .execute(Tuple.of(partner, agreement, offering))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    /** The ids of what is made beside the master data. */
    public record NewIds(UUID specification, UUID partnership, UUID settlementAccount) {}

    /** Makes the partnership and the settlement account of a partner that is new. */
    public static Uni<Void> relate(SqlConnection connection, String partner, String specification, NewIds ids) {
        return connection
                .preparedQuery(RELATIONS)
                .execute(Tuple.of(
                        partner, specification, ids.specification(), ids.partnership(), ids.settlementAccount()))
                .replaceWithVoid();
    }

    /** Gives the party its bank account and leaves all else as it is. */
    public static Uni<Void> bankAccount(SqlConnection connection, UUID party, String iban) {
        return connection
                .preparedQuery("update party set bank_iban = $2, version = version + 1 where uuid = $1")
                .execute(Tuple.of(party, iban))
                .replaceWithVoid();
    }

    /** Stores a case in the state INVITED; answers its row's id. */
    public static Uni<Long> insert(
            SqlConnection connection,
            UUID uuid,
            String partner,
            String agreement,
            String template,
            OffsetDateTime at,
            String actor) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(uuid, partner, agreement, template, at, actor))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Puts the case into the state. */
    public static Uni<Void> move(SqlConnection connection, long id, CaseState to, OffsetDateTime at) {
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.of(id, to.name(), at))
                .replaceWithVoid();
    }

    /** Keeps a step in the history; {@code from} and {@code reason} may be null. */
    public static Uni<Void> step(
            SqlConnection connection,
            long id,
            CaseState from,
            CaseState to,
            String actor,
            String reason,
            OffsetDateTime at) {
        return connection
                .preparedQuery(STEP)
                .execute(Tuple.of(id, from == null ? null : from.name(), to.name(), actor, reason, at))
                .replaceWithVoid();
    }

    /** Leaves a row in the audit log. */
    public static Uni<Void> audit(
            SqlConnection connection, OffsetDateTime at, String actor, String action, String partner, String after) {
        return connection
                .preparedQuery(AUDIT)
                .execute(Tuple.of(at, actor, action, partner, after))
                .replaceWithVoid();
    }

    /** The first day of a new agreement for which none is said. */
    public static Uni<LocalDate> begin(SqlConnection connection, LocalDate today) {
        return connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(today))
                .map(rows -> rows.iterator().next().getLocalDate(0));
    }

    private static List<OnboardingCase> cases(RowSet<Row> rows) {
        List<OnboardingCase> cases = new ArrayList<>(rows.size());
        rows.forEach(row -> cases.add(new OnboardingCase(
                row.getLong("id"),
                row.getUUID("uuid"),
                row.getLong("partner_id"),
                row.getString("partner"),
                row.getString("name"),
                row.getString("country"),
                CaseState.valueOf(row.getString("state")),
                row.getString("template"),
                row.getLong("agreement_id"),
                row.getString("agreement_key"),
                row.getString("agreement_name"),
                row.getUUID("party_uuid"),
                row.getUUID("role_uuid"),
                row.getUUID("agreement_uuid"),
                row.getUUID("partnership_uuid"),
                row.getUUID("settlement_uuid"),
                row.getString("newest") == null ? null : OnboardingCase.Proposed.valueOf(row.getString("newest")),
                adapters(row.getString("adapters")),
                steps(row.getString("steps")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("created_by"),
                row.getOffsetDateTime("changed_at").toInstant())));
        return cases;
    }

    private static List<OnboardingCase.Adapter> adapters(String json) {
        List<OnboardingCase.Adapter> adapters = new ArrayList<>();
        for (JsonNode each : read(json)) {
            JsonNode tested = each.path("testedVersion");
            adapters.add(new OnboardingCase.Adapter(
                    each.path("key").asText(),
                    each.path("version").asInt(),
                    tested.isInt() ? tested.intValue() : null));
        }
        return adapters;
    }

    private static List<OnboardingCase.Step> steps(String json) {
        List<OnboardingCase.Step> steps = new ArrayList<>();
        for (JsonNode each : read(json)) {
            String from = each.path("from").textValue();
            steps.add(new OnboardingCase.Step(
                    from == null ? null : CaseState.valueOf(from),
                    CaseState.valueOf(each.path("to").asText()),
                    each.path("by").asText(),
                    OffsetDateTime.parse(each.path("at").asText()).toInstant(),
                    each.path("reason").textValue()));
        }
        return steps;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("jsonb is always JSON", bug);
        }
    }
}
