package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.Filter;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.MasterDataResource;
import io.billinghub.api.tmf630.resource.Validity;
import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TMF620 productOfferingPrice: one version of a price plan. What says more than the hub bills is kept as it came, says so, and
 * belongs to no offering.
 */
@Singleton
class ProductOfferingPriceResource extends MasterDataResource {

    private static final PagedQuery QUERY = new PagedQuery("""
            select p.uuid, p.extension::text as extension, p.changed_at, p.key, p.version, p.definition::text as definition,
                   nullif(p.valid_from, date '0001-01-01') as valid_from, p.valid_to
            """, """
            from price_plan p
            where ((select hub_account()) is null
                   or p.offering_id in (select offering_id from product))
              and
            """);

    private static final String IS_FEE =
            "p.definition #>> '{model,type}' = 'flat' and p.definition #>> '{model,timing}' <> 'ONE_TIME'";

    private static final Definition DEFINITION = Definition.of(CatalogApi.API, "productOfferingPrice")
            .tag(CatalogApi.TAG)
            .rights(CatalogApi.OF_PARTNERS_TOO)
            .attributes("""
                    description: string
                    isBundle: boolean
                    lastUpdate: dateTime, given
                    lifecycleStatus: string
                    name: string, required
                    percentage: number
                    priceType: string
                    recurringChargePeriodLength: integer
                    recurringChargePeriodType: string
                    version: string
                    bundledPopRelationship: [object]
                    constraint: [object]
                    place: [object]
                    popRelationship: [object]
                    price: money
                    pricingLogicAlgorithm: [object]
                    prodSpecCharValueUse: [object]
                    productOfferingTerm: [object]
                    tax: [object]
                    unitOfMeasure: quantity
                    validFor: period
                    key: string, fixed
                    pricePlan: object
                    isBillable: boolean, given
                    notBillableReason: string, given
                    """)
            .lifeCycle(CatalogApi.lifeCycle())
            .tieBreaker("p.id")
            .kept("p.extension")
            .column("id", "p.uuid", ValueType.UUID)
            .column("key", "p.key", ValueType.TEXT)
            .column("name", "coalesce(p.definition ->> 'name', p.extension ->> 'name')", ValueType.TEXT)
            .column("version", "coalesce(p.extension ->> 'version', p.version::text)", ValueType.TEXT)
            .column("priceType", """
                    coalesce(p.extension ->> 'priceType',
                             case when p.definition is null then null
                                  when p.definition #>> '{model,type}' <> 'flat' then 'usage'
                                  when p.definition #>> '{model,timing}' = 'ONE_TIME' then 'oneTime'
                                  else 'recurring' end)""", ValueType.TEXT)
            .column("price.value", """
                    coalesce(p.extension #>> '{price,value}', p.definition #>> '{model,fee}',
                             p.definition #>> '{model,unitPrice}')::numeric""", ValueType.NUMBER)
            .column("price.unit", "coalesce(p.currency::text, p.extension #>> '{price,unit}')", ValueType.TEXT)
            .column(
                    "unitOfMeasure.units",
                    "coalesce(p.extension #>> '{unitOfMeasure,units}', p.definition ->> 'unit')",
                    ValueType.TEXT)
            .column("unitOfMeasure.amount", """
                    coalesce(p.extension #>> '{unitOfMeasure,amount}', p.definition #>> '{model,priceBase}',
                             case when p.definition is not null then '1' end)::numeric""", ValueType.NUMBER)
            .column(
                    "recurringChargePeriodType",
                    "coalesce(p.extension ->> 'recurringChargePeriodType', case when " + IS_FEE + " then 'month' end)",
                    ValueType.TEXT)
            .column(
                    "recurringChargePeriodLength",
                    "coalesce((p.extension ->> 'recurringChargePeriodLength')::integer, case when " + IS_FEE
                            + " then 1 end)",
                    ValueType.NUMBER)
            .column("lifecycleStatus", "coalesce(p.extension ->> 'lifecycleStatus', 'Active')", ValueType.TEXT)
            .filter("pricePlan.model.type", Filter.column("p.definition #>> '{model,type}'", ValueType.TEXT))
            .filter("notBillableReason", (attribute, operator, values, binds) -> {
                throw new HubException(
                        ApiError.INVALID_PARAMETER, "'notBillableReason' is no filter; ask for isBillable=false.");
            })
            .column("isBillable", "(p.definition is not null)", ValueType.BOOLEAN)
            .column("validFor.startDateTime", "p.valid_from", ValueType.DAY)
            .column("validFor.endDateTime", "p.valid_to", ValueType.DAY)
            .column("lastUpdate", "p.changed_at", ValueType.INSTANT)
            .example("""
                    {"name": "Fibre 1 Gbit/s, monthly", "priceType": "recurring", "recurringChargePeriodType": "month",
                     "recurringChargePeriodLength": 1, "price": {"unit": "EUR", "value": 39.90}, "version": "1.0",
                     "validFor": {"startDateTime": "2027-01-01T00:00:00Z"}}
                    """)
            .build();

    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern VERSION = Pattern.compile("([1-9][0-9]{0,4})(\\.[0-9]{1,9})*");

    private static final String STORED = """
            select key, version, definition::text as definition, offering_id from price_plan where uuid = $1 for update
            """;
    private static final String KEEP_NEW = """
            insert into price_plan (tenant_id, uuid, key, version, valid_from, valid_to, extension)
            values (hub_tenant(), $1, $2, $3, $4, coalesce($5::date, 'infinity'), $6::text::jsonb)
            """;
    private static final String KEEP = """
            update price_plan set definition = null, currency = null, version = $2, valid_from = $3,
                   valid_to = coalesce($4::date, 'infinity'), extension = $5::text::jsonb
             where uuid = $1
            """;
    /** Ends each version of the key again where it said, or where the next one begins: one of them may be gone. */
    private static final String REOPEN = """
            update price_plan p set valid_to = n.ends
              from (select id, least(coalesce((definition ->> 'validTo')::date, 'infinity'),
                                     lead(valid_from) over (order by version)) as ends
                      from price_plan where key = $1 and definition is not null) n
             where n.id = p.id and p.valid_to <> n.ends
            """;

    ProductOfferingPriceResource(MasterDataImport imports) {
        super(imports, "price_plan", "key || '/' || version");
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
        int version = row.getInteger("version");
        shown.put("key", row.getString("key"));
        if (number(shown.path("version").asText("")).orElse(0) != version) {
            shown.put("version", Integer.toString(version));
        }
        if (!shown.has("lifecycleStatus")) {
            shown.put("lifecycleStatus", CatalogApi.ACTIVE);
        }
        Validity.show(shown, "validFor", row, "valid_from", "valid_to");
        String definition = row.getString("definition");
        shown.put("isBillable", definition != null);
        if (definition == null) {
            shown.put(
                    "notBillableReason", translated(shown, row.getString("key")).reason());
        } else {
            PriceDisplay.fill(shown, KeptJson.read(definition), version);
        }
        return shown.put(
                "lastUpdate", row.getOffsetDateTime("changed_at").toInstant().toString());
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("key");
    }

    @Override
    protected Uni<Optional<Long>> rowOf(SqlConnection connection, String entryKey) {
        int slash = entryKey.lastIndexOf('/');
        return connection
                .preparedQuery("select id from price_plan where key = $1 and version = $2")
                .execute(Tuple.of(entryKey.substring(0, slash), Integer.valueOf(entryKey.substring(slash + 1))))
                .map(MasterDataResource::first);
    }

    @Override
    protected Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body) {
        String key = body.path("key").asText();
        ObjectNode document = body.objectNode();
        document.putArray("pricePlans").add(translated(body, key).definition());
        return Uni.createFrom().item(new Entry(key + "/" + version(body), document));
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        if (text(body, "key") == null) {
            body.put("key", id.toString());
        }
        String key = body.path("key").asText();
        if (!KEY.matcher(key).matches()) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/key: must be 1 to 63 small letters, digits, '.', '_' or '-', and begin with a letter or a digit.");
        }
        PriceTranslation price = translated(body, key);
        if (price.definition() == null) {
            KeptDays days = KeptDays.of(body);
            return connection
                    .preparedQuery(KEEP_NEW)
                    .execute(Tuple.tuple()
                            .addUUID(id)
                            .addString(key)
                            .addInteger(version(body))
                            .addLocalDate(days.from())
                            .addLocalDate(days.to())
                            .addString(kept(body)))
                    .replaceWithVoid();
        }
        PriceDisplay.requireAgreement(body, price.definition());
        return super.create(connection, login, id, body).flatMap(created -> requireOneAtATime(connection, id));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        ObjectNode body = following(before, after);
        PriceTranslation price = translated(body, body.path("key").asText());
        return connection
                .preparedQuery(STORED)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next())
                .flatMap(row -> price.definition() == null
                        ? keep(connection, id, row, body, price.reason())
                        : bill(connection, login, id, row, before, body, price.definition()));
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery(STORED)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next())
                .call(row -> requireUnused(connection, row.getLong("offering_id"), ApiError.IN_USE))
                .call(row -> super.delete(connection, login, id))
                .flatMap(row -> connection.preparedQuery(REOPEN).execute(Tuple.of(row.getString("key"))))
                .replaceWithVoid();
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("select a.partner_id, null::bigint as account_id from price_plan p"
                + " left join product_offering o on o.id = p.offering_id left join agreement a on a.id = o.agreement_id"
                + " where p.uuid = $1");
    }

    /** Keeps what the hub can't bill. */
    private static Uni<Void> keep(SqlConnection connection, UUID id, Row row, ObjectNode body, String reason) {
        if (row.getLong("offering_id") != null) {
            throw new HubException(
                    ApiError.NOT_BILLABLE,
                    "The price belongs to an offering, so it must stay billable, but " + reason + ".");
        }
        KeptDays days = KeptDays.of(body);
        Tuple values = Tuple.tuple()
                .addUUID(id)
                .addInteger(version(body))
                .addLocalDate(days.from())
                .addLocalDate(days.to())
                .addString(kept(body));
        return connection.preparedQuery(KEEP).execute(values).replaceWithVoid();
    }

    /** A price that nobody has used is made anew by the rules of a new one; of one in use the end alone is changed. */
    private Uni<Void> bill(
            SqlConnection connection,
            TenantContext login,
            UUID id,
            Row row,
            ObjectNode before,
            ObjectNode body,
            ObjectNode definition) {
        PriceDisplay.requireAgreement(body, definition);
        String stored = row.getString("definition");
        Long offering = row.getLong("offering_id");
        Uni<Void> changed;
        if (stored != null && KeptPlan.sameButForEnd(KeptJson.read(stored), KeptPlan.of(definition))) {
            changed = super.change(connection, login, id, before, body);
        } else {
            changed = requireUnused(connection, offering, OnboardingError.IMMUTABLE)
                    .flatMap(unused -> super.delete(connection, login, id))
                    .flatMap(gone -> super.create(connection, login, id, body))
                    .flatMap(made -> connection
                            .preparedQuery("update price_plan set offering_id = $2 where uuid = $1")
                            .execute(Tuple.tuple().addUUID(id).addLong(offering)))
                    .flatMap(given -> connection.preparedQuery(REOPEN).execute(Tuple.of(row.getString("key"))))
                    .replaceWithVoid();
        }
        return changed.flatMap(done -> requireOneAtATime(connection, id));
    }

    private static Uni<Void> requireUnused(SqlConnection connection, Long offering, ErrorCode refusal) {
        if (offering == null) {
            return Uni.createFrom().voidItem();
        }
        return OfferingUse.of(connection, offering)
                .invoke(user -> user.ifPresent(what -> {
                    throw new HubException(
                            refusal,
                            "There is " + what
                                    + " of the price's offering, so bills may have used it: create a new version"
                                    + " with the same key instead, from the first day of an open period.");
                }))
                .replaceWithVoid();
    }

    private static Uni<Void> requireOneAtATime(SqlConnection connection, UUID id) {
        return connection.preparedQuery(STORED).execute(Tuple.of(id)).flatMap(rows -> {
            Long offering = rows.iterator().next().getLong("offering_id");
            return offering == null
                    ? Uni.createFrom().voidItem()
                    : OfferingPrices.requireNoOverlap(connection, offering);
        });
    }

    /** Where a client changes the plan alone, what was shown of the old one beside it follows. */
    private static ObjectNode following(ObjectNode before, ObjectNode after) {
        ObjectNode body = after.deepCopy();
        JsonNode plan = after.path(PriceTranslation.PLAN);
        if (plan.isObject() && !plan.equals(before.path(PriceTranslation.PLAN))) {
            for (String attribute : List.of(
                    "priceType",
                    "price",
                    "unitOfMeasure",
                    "recurringChargePeriodType",
                    "recurringChargePeriodLength")) {
                if (after.path(attribute).equals(before.path(attribute))) {
                    body.remove(attribute);
                }
            }
        }
        return body;
    }

    private static PriceTranslation translated(ObjectNode body, String key) {
        return PriceTranslation.of(body, key, version(body));
    }

    private static int version(ObjectNode body) {
        if (!body.path("version").isTextual()) {
            return 1;
        }
        return number(body.path("version").textValue())
                .orElseThrow(
                        () -> new HubException(
                                ApiError.INVALID_BODY,
                                "/version: must begin with a whole number from 1, e.g. 2 or 2.0; it counts the versions of one key."));
    }

    private static Optional<Integer> number(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static String kept(ObjectNode body) {
        ObjectNode rest = body.deepCopy();
        rest.remove(Set.of("id", "href", "key", "lastUpdate", "isBillable", "notBillableReason"));
        return rest.toString();
    }
}
