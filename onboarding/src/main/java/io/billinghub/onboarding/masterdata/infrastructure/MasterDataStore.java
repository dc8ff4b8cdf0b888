package io.billinghub.onboarding.masterdata.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.billinghub.core.billrun.model.PaymentReference;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.SectionCount;
import io.billinghub.onboarding.masterdata.model.KnownData;
import io.billinghub.onboarding.masterdata.model.MasterData;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads and writes the master data of the transaction's tenant; each method works inside the caller's transaction. */
@ApplicationScoped
public class MasterDataStore {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(MasterDataJson.pricePlans())
            .build();

    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('master-data'), hub_tenant())";

    /** All that the tenant has of what the document names, as one JSON object with the parts of {@link KnownData}. */
    private static final String KNOWN = """
            with recursive line (id) as (
              select id from billing_account where number = any ($5)
              union
              select a.parent_id from billing_account a join line on line.id = a.id where a.parent_id is not null)
            select jsonb_build_object(
              'parties', (select jsonb_agg(key) from party where key = any ($1)),
              'placeless', (select jsonb_agg(key) from party where key = any ($1) and country is null),
              'roles', (select jsonb_agg(role || '/' || key) from party_role where key = any ($2)),
              'agreements', (select jsonb_agg(key) from agreement where key = any ($3)),
              'cycleDays', (select jsonb_object_agg(key, day_of_month) from bill_cycle where key = any ($4)),
              'accounts', (select jsonb_object_agg(a.number, jsonb_build_object('number', a.number, 'parent', p.number,
                             'consolidates', a.root_id <> a.id, 'currency', a.currency, 'cycle', c.key))
                             from line join billing_account a on a.id = line.id join bill_cycle c on c.id = a.cycle_id
                             left join billing_account p on p.id = a.parent_id),
              'paymentReferences', (select jsonb_object_agg(payment_reference_base(number), number) from billing_account
                          where payment_reference_base(number) = any ($9)),
              'offerings', (select jsonb_agg(key) from product_offering where key = any ($6)),
              'versions', (select jsonb_agg(v) from (
                             select 'AGREEMENT' as kind, a.key, v.version, v.valid_from as "validFrom"
                               from agreement a join agreement_version v on v.agreement_id = a.id where a.key = any ($3)
                             union all
                             select 'PRICE_PLAN', key, version, valid_from from price_plan
                              where key = any ($7) and definition is not null) v),
              'links', (select jsonb_agg(jsonb_build_object('partner', r.key, 'partnerAccount', l.partner_account,
                             'account', a.number, 'validFrom', nullif(l.valid_from, '-infinity'),
                             'validTo', nullif(l.valid_to, 'infinity')))
                          from account_link l join party_role r on r.id = l.partner_id
                          join billing_account a on a.id = l.account_id
                         where r.key = any ($2) and l.partner_account = any ($8)),
              'prices', (select jsonb_agg(jsonb_build_object('offering', o.key, 'plan', p.definition,
                             'validFrom', nullif(p.valid_from, '-infinity'), 'validTo', nullif(p.valid_to, 'infinity')))
                           from price_plan p join product_offering o on o.id = p.offering_id
                          where p.definition is not null
                            and (o.key = any ($10) or exists (select from price_plan n where n.key = any ($7)
                                                                 and n.offering_id = p.offering_id))),
              'taxRates', (select jsonb_agg(jsonb_build_object('country', country, 'taxClass', tax_class, 'validFrom', valid_from,
                             'validTo', nullif(valid_to, 'infinity'))) from tax_rate where country = any ($11)),
              'billedUntil', (select max(period_to) from bill_run where kind = 'CYCLE' and state <> 'CANCELLED'),
              'openFrom', (select min(c.open_from) from bill_cycle c
                            where exists (select from billing_account a where a.cycle_id = c.id)))::text
            """;

    private static final List<String> CLOSE_PREDECESSORS = List.of("""
            update agreement_version v set valid_to = n.begins
              from (select id, lead(valid_from) over (partition by agreement_id order by version) as begins
                      from agreement_version) n
             where n.id = v.id and v.valid_to > n.begins
            """, """
            update price_plan p set valid_to = n.begins
              from (select id, lead(valid_from) over (partition by key order by version) as begins from price_plan
                     where definition is not null) n
             where n.id = p.id and p.valid_to > n.begins
            """, """
            update tax_rate r set valid_to = n.begins
              from (select id, lead(valid_from) over (partition by country, tax_class order by valid_from) as begins
                      from tax_rate) n
             where n.id = r.id and r.valid_to > n.begins
            """, """
            update invoice_split s set valid_to = n.begins
              from (select id, lead(valid_from) over (partition by account_id, offering_id order by valid_from) as begins
                      from invoice_split) n
             where n.id = s.id and s.valid_to > n.begins
            """);

    /**
     * Versions of any agreement with a party that has a case, new or with another end, that nobody has approved and accepted as
     * they stand. The agreement and the partner's role may be as new as the version: then the document alone has them.
     */
    private static final String UNAPPROVED = """
            select i.pointer, i.version, i.agreement
              from jsonb_to_recordset($1::text::jsonb) as i (pointer text, agreement text, version integer, "validTo" date)
              join jsonb_to_recordset($2::text::jsonb) as g (key text, partner text) on g.key = i.agreement
              left join agreement a on a.key = i.agreement
             where exists (
                     select from onboarding_case c join party_role o on o.id = c.partner_id join party p on p.id = o.party_id
                      where p.key in (
                        select n.party from jsonb_to_recordset($3::text::jsonb) as n (role text, key text, party text)
                         where n.key = g.partner and n.role in ('PARTNER', 'SUB_PARTNER')
                        union all
                        select q.key from party_role s join party q on q.id = s.party_id
                         where s.key = g.partner and s.role in ('PARTNER', 'SUB_PARTNER')))
               and not exists (
                     select from agreement_proposal p
                      where p.agreement_id = a.id and p.version = i.version and p.state = 'IN_FORCE'
                        and (p.terms ->> 'validTo')::date is not distinct from i."validTo")
               and not exists (
                     select from agreement_version v
                      where v.agreement_id = a.id and v.version = i.version
                        and v.valid_to = least(coalesce(i."validTo", 'infinity'),
                                               (select min(b.valid_from) from agreement_version b
                                                 where b.agreement_id = a.id and b.valid_from > v.valid_from)))
            """;

    private static final String AUDIT = """
            insert into audit_event (tenant_id, occurred_at, actor, action, subject, after)
            values (hub_tenant(), $1, $2, 'master-data.import', $3, $4::text::jsonb)
            """;

    private final IdGenerator ids;

    public MasterDataStore(IdGenerator ids) {
        this.ids = ids;
    }

    /** Waits until no other import of the tenant is under way; held until the transaction ends. */
    public Uni<Void> lock(SqlConnection transaction) {
        return transaction.query(LOCK).execute().replaceWithVoid();
    }

    /** What the tenant has of all that the document names. */
    public Uni<KnownData> known(SqlConnection transaction, MasterData data) {
        Stream<String> parties = Stream.of(
                        data.roles().stream().map(MasterData.Role::party),
                        data.taxRegistrations().stream().map(MasterData.TaxRegistration::party),
                        data.taxExemptions().stream().map(MasterData.TaxExemption::party),
                        data.accounts().stream().map(MasterData.Account::party),
                        versions(data).map(MasterData.AgreementVersion::residueParty),
                        versions(data)
                                .flatMap(version -> version.shareModel().shares().stream())
                                .map(MasterData.Share::party))
                .flatMap(names -> names);
        Stream<String> partners = Stream.concat(
                data.agreements().stream().map(MasterData.Agreement::partner),
                data.accountLinks().stream().map(MasterData.AccountLink::partner));
        Stream<String> agreements = Stream.concat(
                data.agreements().stream().map(MasterData.Agreement::key),
                data.offerings().stream().map(MasterData.Offering::agreement));
        Stream<String> accounts = Stream.of(
                        data.accounts().stream().map(MasterData.Account::number),
                        data.accounts().stream().map(MasterData.Account::parent),
                        data.accountLinks().stream().map(MasterData.AccountLink::account),
                        data.invoiceSplits().stream().map(MasterData.InvoiceSplit::account),
                        data.products().stream().map(MasterData.Product::account))
                .flatMap(numbers -> numbers);
        Tuple named = Tuple.tuple()
                .addArrayOfString(distinct(parties))
                .addArrayOfString(distinct(partners))
                .addArrayOfString(distinct(agreements))
                .addArrayOfString(distinct(Stream.of(
                                data.accounts().stream().map(MasterData.Account::cycle),
                                data.cycles().stream().map(MasterData.Cycle::key),
                                data.amountsDue().stream().map(MasterData.AmountDue::cycle))
                        .flatMap(keys -> keys)))
                .addArrayOfString(distinct(accounts))
                .addArrayOfString(distinct(Stream.concat(
                        data.products().stream().map(MasterData.Product::offering),
                        data.invoiceSplits().stream()
                                .map(MasterData.InvoiceSplit::offering)
                                .filter(Objects::nonNull))))
                .addArrayOfString(distinct(Stream.concat(
                                data.offerings().stream().flatMap(offering -> offering.pricePlans().stream()),
                                data.pricePlans().stream())
                        .map(plan -> plan.key())))
                .addArrayOfString(distinct(data.accountLinks().stream().map(MasterData.AccountLink::partnerAccount)))
                .addArrayOfString(
                        distinct(data.accounts().stream().map(account -> PaymentReference.base(account.number()))))
                .addArrayOfString(distinct(data.offerings().stream()
                        .filter(offering -> !offering.pricePlans().isEmpty())
                        .map(MasterData.Offering::key)))
                .addArrayOfString(distinct(data.taxRates().stream().map(MasterData.TaxRate::country)));
        return transaction
                .preparedQuery(KNOWN)
                .execute(named)
                .map(rows -> knownFrom(rows.iterator().next().getString(0)));
    }

    /** What the document would change of that which bills may have used; empty if nothing. */
    public Uni<List<Finding>> conflicts(SqlConnection transaction, MasterData data) {
        List<Finding> found = new ArrayList<>();
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Map.Entry<Section, String> section : Rows.of(data, ids).entrySet()) {
            for (String query : StoredConflicts.QUERIES.getOrDefault(section.getKey(), List.of())) {
                chain = chain.flatMap(done -> transaction.preparedQuery(query).execute(Tuple.of(section.getValue())))
                        .invoke(rows -> rows.forEach(row -> found.add(new Finding(
                                row.getString("pointer"),
                                OnboardingError.IMMUTABLE,
                                row.getString("what") + " is stored otherwise"))))
                        .replaceWithVoid();
            }
        }
        return chain.flatMap(done -> unapproved(transaction, data, found)).replaceWith(() -> List.copyOf(found));
    }

    private Uni<Void> unapproved(SqlConnection transaction, MasterData data, List<Finding> found) {
        Map<Section, String> sections = Rows.of(data, ids);
        String versions = sections.get(Section.AGREEMENT_VERSIONS);
        if (versions == null) {
            return Uni.createFrom().voidItem();
        }
        return transaction
                .preparedQuery(UNAPPROVED)
                .execute(Tuple.of(
                        versions, sections.get(Section.AGREEMENTS), sections.getOrDefault(Section.ROLES, "[]")))
                .invoke(rows -> rows.forEach(row -> found.add(new Finding(
                        row.getString("pointer"),
                        OnboardingError.APPROVAL_NEEDED,
                        "version " + row.getInteger("version") + " of " + row.getString("agreement")
                                + " was not approved and accepted as it stands here"))))
                .replaceWithVoid();
    }

    /** The subscriptions of the document as a JSON array, each with its pointer; empty if it holds none. */
    public Optional<String> subscriptions(MasterData data) {
        return Optional.ofNullable(Rows.of(data, ids).get(Section.PRODUCTS));
    }

    /** Stores the whole document, which must have passed all rules; answers the counts of each section that it holds. */
    public Uni<List<SectionCount>> write(SqlConnection transaction, MasterData data) {
        List<SectionCount> counts = new ArrayList<>();
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Map.Entry<Section, String> section : Rows.of(data, ids).entrySet()) {
            chain = chain.flatMap(done -> write(transaction, section.getKey(), section.getValue()))
                    .invoke(counts::add)
                    .replaceWithVoid();
        }
        for (String close : CLOSE_PREDECESSORS) {
            chain = chain.flatMap(done -> transaction.query(close).execute()).replaceWithVoid();
        }
        return chain.replaceWith(() -> List.copyOf(counts));
    }

    /** Gives the tenant its name and time zone. */
    public Uni<Void> name(SqlConnection transaction, MasterData.Tenant tenant) {
        return transaction
                .preparedQuery("select create_tenant($1, $2, $3)")
                .execute(Tuple.of(tenant.key(), tenant.name(), tenant.timeZone()))
                .replaceWithVoid();
    }

    /** Leaves the audit row of the import. */
    public Uni<Void> audit(
            SqlConnection transaction, Instant at, String actor, String subject, List<SectionCount> counts) {
        try {
            String after = MAPPER.writeValueAsString(Map.of("sections", counts));
            return transaction
                    .preparedQuery(AUDIT)
                    .execute(Tuple.of(OffsetDateTime.ofInstant(at, ZoneOffset.UTC), actor, subject, after))
                    .replaceWithVoid();
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("counts can't be written as JSON", bug);
        }
    }

    private static Uni<SectionCount> write(SqlConnection transaction, Section section, String rows) {
        if (section == Section.ACCOUNTS) {
            return writeAccounts(transaction, rows);
        }
        return transaction
                .preparedQuery(section.statement())
                .execute(Tuple.of(rows))
                .map(answer -> count(section, answer.iterator().next()));
    }

    private static Uni<SectionCount> writeAccounts(SqlConnection transaction, String rows) {
        return transaction
                .preparedQuery(AccountSql.CREATE)
                .execute(Tuple.of(rows))
                .map(answer -> answer.iterator().next().getArrayOfStrings("numbers"))
                .flatMap(created -> transaction
                        .preparedQuery(AccountSql.UPDATE)
                        .execute(Tuple.tuple().addString(rows).addArrayOfString(created)))
                .map(answer -> count(Section.ACCOUNTS, answer.iterator().next()))
                .call(() -> transaction.query(AccountSql.ROOTS).execute());
    }

    private static SectionCount count(Section section, Row row) {
        return new SectionCount(
                section.sectionName(),
                row.getInteger("created"),
                row.getInteger("updated"),
                row.getInteger("unchanged"));
    }

    private static KnownData knownFrom(String json) {
        try {
            return MAPPER.readValue(json, KnownData.class);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("what is stored can't be read", bug);
        }
    }

    private static Stream<MasterData.AgreementVersion> versions(MasterData data) {
        return data.agreements().stream().flatMap(agreement -> agreement.versions().stream());
    }

    private static String[] distinct(Stream<String> names) {
        return names.filter(Objects::nonNull).distinct().toArray(String[]::new);
    }
}
