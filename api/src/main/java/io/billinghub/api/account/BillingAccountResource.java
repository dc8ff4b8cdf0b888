package io.billinghub.api.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.MasterDataResource;
import io.billinghub.api.tmf630.resource.ReferenceId;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** TMF666 billingAccount: an account of the master data, with how its bills are made and sent. */
@Singleton
class BillingAccountResource extends MasterDataResource {

    static final String PATH = "/tmf-api/" + AccountRights.API + "/v4/billingAccount";

    private static final String NUMBER = "number";
    private static final String CURRENCY = "currency";
    private static final String LANGUAGE = "language";
    private static final String BUYER_REFERENCE = "buyerReference";
    private static final String FINANCIAL = "financialAccount";

    /** What clients said of an account is not for partners, who need to know that it is there and how it is called. */
    private static final String EXTENSION =
            "case when (select hub_partner()) is null then a.extension else '{}'::jsonb end";

    private static final String KEPT = "(case when (select hub_partner()) is null then "
            + "'{\"state\": \"active\", \"relatedParty\": [{\"role\": \"customer\"}]}'::jsonb || a.extension else '{}'::jsonb end)";

    private static final PagedQuery QUERY = new PagedQuery("""
            select a.uuid, (EXTENSION)::text as extension, a.changed_at, a.number, a.name, a.currency, a.language, a.buyer_reference,
                   (select hub_partner()) is not null as of_partner, a.root_id <> a.id as consolidates, p.uuid as party_uuid, p.name as party_name, p.kind as party_kind,
                   up.uuid as parent_uuid, up.name as parent_name, c.uuid as cycle_uuid, c.name as cycle_name,
                   f.uuid as format_uuid, f.name as format_name, fa.uuid as financial_uuid, fa.name as financial_name,
                   (select coalesce(jsonb_object_agg(m.uuid, m.name), '{}') from billing_account_media am
                      join bill_presentation_media m on m.id = am.media_id where am.account_id = a.id)::text as media
            """.replace("EXTENSION", EXTENSION), """
            from billing_account a
            join bill_cycle c on c.id = a.cycle_id
            left join party p on p.id = a.party_id
            left join billing_account up on up.id = a.parent_id
            left join bill_format f on f.id = a.format_id
            left join party_account fa on fa.id = a.financial_account_id
            where
            """);

    /** All that the body names, by one statement; what is not there is null. */
    private static final String NAMED = """
            select p.key as party, up.number as parent, up.currency as parent_currency, uc.key as parent_cycle, c.key as cycle,
                   s.currency as stored_currency, sc.key as stored_cycle, one.key as only_cycle
              from (select case when count(*) = 1 then min(key) end as key from bill_cycle) one
              left join party p on p.uuid = $1
              left join billing_account up on up.uuid = $2
              left join bill_cycle uc on uc.id = up.cycle_id
              left join bill_cycle c on c.uuid = $3
              left join billing_account s on s.number = $4
              left join bill_cycle sc on sc.id = s.cycle_id
            """;

    private static final String DELIVERY = """
            select (select id from bill_format where uuid = $1) as format,
                   (select id from party_account where kind = 'FINANCIAL' and uuid = $2) as financial,
                   (select count(*) from bill_presentation_media where uuid = any ($3)) as media
            """;

    private static final String DELIVER = """
            update billing_account set format_id = $2, financial_account_id = $3
             where uuid = $1 and (format_id, financial_account_id) is distinct from ($2, $3)
            """;

    private static final String OTHER_MEDIA = """
            delete from billing_account_media am using billing_account a
             where a.uuid = $1 and am.account_id = a.id
               and am.media_id not in (select id from bill_presentation_media where uuid = any ($2))
            """;

    private static final String MEDIA = """
            insert into billing_account_media (tenant_id, account_id, media_id)
            select hub_tenant(), a.id, m.id from billing_account a, bill_presentation_media m
             where a.uuid = $1 and m.uuid = any ($2) on conflict do nothing
            """;

    /** What runs and the intake write in bulk has no foreign keys. Charges are read by period: that is how their index begins. */
    private static final String USED = """
            select case
                when exists (select from partner_bill_line l where l.account_id = a.id) then 'a line of a partner''s bill'
                when exists (select from usage_record u where u.account_id = a.id) then 'usage'
                when exists (select from (select distinct bill_period from bill_run) r join charge c
                               on c.bill_period = r.bill_period and c.account_id = a.id) then 'a charge'
                when exists (select from bill_run_account r where r.root_id = a.id) then 'a bill run'
                when exists (select from customer_bill b where b.account_id = a.id)
                     or exists (select from migrated_bill b where b.account_id = a.id) then 'a bill'
                when exists (select from migrated_balance b where b.account_id = a.id) then 'a balance' end as what
              from billing_account a where a.uuid = $1
            """;

    private static final Definition DEFINITION = Definition.of(AccountRights.API, "billingAccount")
            .tag(AccountRights.TAG)
            .rights(AccountRights.of(RealmRoles.CUSTOMER, RealmRoles.PARTNER))
            .attributes("""
                    accountType: string
                    buyerReference: string
                    currency: string, fixed
                    description: string
                    language: string
                    lastModified: dateTime, given
                    name: string, required
                    number: string, fixed
                    paymentStatus: string
                    state: string
                    accountBalance: [object], given
                    accountRelationship: [object]
                    billStructure: object
                    contact: [object]
                    creditLimit: money
                    defaultPaymentMethod: ref
                    financialAccount: ref
                    paymentPlan: [object]
                    relatedParty: [ref], required
                    taxExemption: [object]
                    """)
            .tieBreaker("a.id")
            .kept(KEPT)
            .column("id", "a.uuid", ValueType.UUID)
            .column("name", "a.name", ValueType.TEXT)
            .column(NUMBER, "a.number", ValueType.TEXT)
            .column(CURRENCY, "a.currency::text", ValueType.TEXT)
            .column(LANGUAGE, "a.language", ValueType.TEXT)
            .column(BUYER_REFERENCE, "a.buyer_reference", ValueType.TEXT)
            .column("lastModified", "a.changed_at", ValueType.INSTANT)
            .column("relatedParty.id", "p.uuid", ValueType.UUID)
            .column("relatedParty.name", "p.name", ValueType.TEXT)
            .column("accountRelationship.account.id", "up.uuid", ValueType.UUID)
            .column("billStructure.cycleSpecification.id", "c.uuid", ValueType.UUID)
            .column("billStructure.cycleSpecification.name", "c.name", ValueType.TEXT)
            .column("billStructure.format.id", "f.uuid", ValueType.UUID)
            .column("financialAccount.id", "fa.uuid", ValueType.UUID)
            .example("""
                    {"name": "Aurora Logistics, Helsinki", "currency": "EUR",
                     "relatedParty": [{"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "role": "customer"}],
                     "billStructure": {"cycleSpecification": {"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b12", "isRef": true}}}
                    """)
            .build();

    BillingAccountResource(MasterDataImport imports) {
        super(imports, "billing_account", NUMBER);
    }

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public PagedQuery query() {
        return QUERY;
    }

    @Override
    public ObjectNode show(Row row) {
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        shown.put("name", row.getString("name"))
                .put(NUMBER, row.getString(NUMBER))
                .put(CURRENCY, row.getString(CURRENCY))
                .put(LANGUAGE, row.getString(LANGUAGE))
                .put("lastModified", instant(row.getOffsetDateTime("changed_at")));
        if (row.getString("buyer_reference") != null) {
            shown.put(BUYER_REFERENCE, row.getString("buyer_reference"));
        }
        if (!shown.has("state") && !row.getBoolean("of_partner")) {
            shown.put("state", "active");
        }
        AccountParty.show(row, shown);
        AccountHierarchy.show(row, shown);
        BillStructure.show(row, shown);
        financial(row, shown);
        return shown;
    }

    /** The row has financial_uuid and financial_name. */
    static void financial(Row row, ObjectNode shown) {
        UUID id = row.getUUID("financial_uuid");
        if (id == null) {
            shown.remove(FINANCIAL);
            return;
        }
        ObjectNode account = shown.path(FINANCIAL) instanceof ObjectNode object ? object : shown.putObject(FINANCIAL);
        account.put("id", id.toString())
                .put("href", "/tmf-api/" + AccountRights.API + "/v4/financialAccount/" + id)
                .put("name", row.getString("financial_name"));
        if (!account.has("@referredType")) {
            account.put("@referredType", "FinancialAccount");
        }
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("name", NUMBER, CURRENCY, LANGUAGE, BUYER_REFERENCE);
    }

    /** An account without a number is called by the last 15 digits of its id, of which payment references are made. */
    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        ObjectNode numbered = body.deepCopy();
        if (text(numbered, NUMBER) == null) {
            String digits = id.toString().replace("-", "").toUpperCase(Locale.ROOT);
            numbered.put(NUMBER, "BA-" + digits.substring(digits.length() - 15));
        }
        return super.create(connection, login, id, numbered).flatMap(done -> deliver(connection, id, numbered));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        return super.change(connection, login, id, before, after).flatMap(done -> deliver(connection, id, after));
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection.preparedQuery(USED).execute(Tuple.of(id)).flatMap(rows -> {
            String what = rows.iterator().next().getString("what");
            if (what != null) {
                throw new HubException(ApiError.IN_USE, "There is " + what + " of the account.");
            }
            return super.delete(connection, login, id);
        });
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("select null::bigint as partner_id, id as account_id from billing_account where uuid = $1");
    }

    @Override
    protected Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body) {
        String party = AccountParty.requiredId(body);
        AccountHierarchy hierarchy = AccountHierarchy.of(body);
        BillStructure structure = BillStructure.of(body);
        String number = stored == null ? text(body, NUMBER) : stored;
        Tuple named = Tuple.of(
                ReferenceId.parse(party, "/relatedParty"),
                ReferenceId.parse(hierarchy.parent(), "/" + AccountHierarchy.RELATIONSHIPS),
                structure.cycle(),
                number);
        return connection.preparedQuery(NAMED).execute(named).map(rows -> {
            Row row = rows.iterator().next();
            require(row, "party", party, "/relatedParty");
            require(row, "parent", hierarchy.parent(), "/" + AccountHierarchy.RELATIONSHIPS);
            require(row, "cycle", structure.cycle(), BillStructure.cyclePointer());
            ObjectNode document = body.objectNode();
            ObjectNode account = document.putArray("accounts").addObject();
            account.put(NUMBER, number)
                    .put("name", text(body, "name"))
                    .put("party", row.getString("party"))
                    .put("cycle", cycle(row))
                    .put(CURRENCY, currency(row, body));
            if (hierarchy.parent() != null) {
                account.put("parent", row.getString("parent")).put("consolidates", hierarchy.consolidates());
            }
            for (String optional : List.of(LANGUAGE, BUYER_REFERENCE)) {
                if (text(body, optional) != null) {
                    account.put(optional, text(body, optional));
                }
            }
            return new Entry(number, document);
        });
    }

    private static void require(Row row, String column, Object id, String pointer) {
        if (id != null && row.getString(column) == null) {
            throw ReferenceId.unknown(id.toString(), pointer);
        }
    }

    private static String cycle(Row row) {
        return first(row, "cycle", "stored_cycle", "parent_cycle", "only_cycle")
                .orElseThrow(() -> new HubException(
                        ApiError.NOT_DERIVABLE,
                        BillStructure.cyclePointer() + ": is missing, the account has no parent and the tenant not one "
                                + "cycle alone; name the billingCycleSpecification by which it is billed."));
    }

    private static String currency(Row row, ObjectNode body) {
        String said = text(body, CURRENCY);
        return said != null
                ? said
                : first(row, "stored_currency", "parent_currency")
                        .orElseThrow(() -> new HubException(
                                ApiError.NOT_DERIVABLE,
                                "/" + CURRENCY + ": is missing and the account has no parent; give the ISO 4217 code "
                                        + "in which it is billed, as \"currency\": \"EUR\"."));
    }

    private static Optional<String> first(Row row, String... columns) {
        for (String column : columns) {
            if (row.getString(column) != null) {
                return Optional.of(row.getString(column));
            }
        }
        return Optional.empty();
    }

    private static Uni<Void> deliver(SqlConnection connection, UUID id, ObjectNode body) {
        BillStructure structure = BillStructure.of(body);
        String financialId = text(body, FINANCIAL + ".id");
        UUID financial = ReferenceId.parse(financialId, "/" + FINANCIAL + "/id");
        UUID[] media = structure.media().toArray(UUID[]::new);
        return connection
                .preparedQuery(DELIVERY)
                .execute(Tuple.of(structure.format(), financial, media))
                .map(rows -> rows.iterator().next())
                .invoke(row -> {
                    if (structure.format() != null && row.getLong("format") == null) {
                        throw ReferenceId.unknown(structure.format().toString(), BillStructure.formatPointer());
                    }
                    if (financial != null && row.getLong("financial") == null) {
                        throw ReferenceId.unknown(financialId, "/" + FINANCIAL + "/id");
                    }
                    if (row.getLong("media") < media.length) {
                        throw ReferenceId.unknown("one of " + structure.media(), BillStructure.mediaPointer());
                    }
                })
                .call(row -> connection
                        .preparedQuery(DELIVER)
                        .execute(Tuple.of(id, row.getLong("format"), row.getLong("financial"))))
                .call(row -> connection.preparedQuery(OTHER_MEDIA).execute(Tuple.of(id, media)))
                .call(row -> connection.preparedQuery(MEDIA).execute(Tuple.of(id, media)))
                .replaceWithVoid();
    }

    private static String instant(OffsetDateTime time) {
        return time.toInstant().toString();
    }
}
