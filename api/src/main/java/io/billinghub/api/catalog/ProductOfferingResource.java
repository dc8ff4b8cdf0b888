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
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** TMF620 productOffering: what is sold, by the host or under a partner's agreement. */
@Singleton
class ProductOfferingResource extends MasterDataResource {

    private static final String PRICES = "from price_plan p where p.offering_id = o.id";

    private static final String PARTNER_PRODUCTS = "from offering_link l where l.offering_id = o.id";

    private static final PagedQuery QUERY = new PagedQuery(
            """
            select o.uuid, o.extension::text as extension, o.changed_at, o.key, o.name, o.unit, o.tax_class, o.fees_billed_by, o.lifecycle_status,
                   a.uuid as agreement_uuid, a.name as agreement_name, s.uuid as specification_uuid,
                   s.name as specification_name,
                   (select jsonb_build_object('all', coalesce(jsonb_agg(jsonb_build_object('id', p.uuid,
                           'href', '%sproductOfferingPrice/' || p.uuid, 'name', p.definition ->> 'name',
                           '@referredType', 'ProductOfferingPrice') order by p.key, p.version), '[]'))::text
            """.formatted(CatalogApi.PATH) + PRICES + ") as prices,"
                    + " (select jsonb_build_object('all', coalesce(jsonb_agg(l.partner_product order by l.partner_product), '[]'))::text "
                    + PARTNER_PRODUCTS + ") as partner_products ",
            """
            from product_offering o
            left join agreement a on a.id = o.agreement_id
            left join product_specification s on s.id = o.specification_id
            where ((select hub_account()) is null or o.id in (select offering_id from product))
              and
            """);

    private static final Definition DEFINITION = Definition.of(CatalogApi.API, "productOffering")
            .tag(CatalogApi.TAG)
            .rights(CatalogApi.OF_PARTNERS_TOO)
            .attributes("""
                    description: string
                    isBundle: boolean
                    isSellable: boolean
                    lastUpdate: dateTime, given
                    lifecycleStatus: string
                    name: string, required
                    statusReason: string
                    version: string
                    agreement: [ref]
                    attachment: [object]
                    bundledProductOffering: [object]
                    category: [ref]
                    channel: [ref]
                    marketSegment: [ref]
                    place: [ref]
                    prodSpecCharValueUse: [object]
                    productOfferingPrice: [ref]
                    productOfferingRelationship: [object]
                    productOfferingTerm: [object]
                    productSpecification: ref
                    resourceCandidate: ref
                    serviceCandidate: ref
                    serviceLevelAgreement: object
                    validFor: period
                    key: string, fixed
                    unit: string
                    taxClass: string
                    feesBilledBy: string, fixed
                    partnerProducts: [string]
                    """)
            .lifeCycle(CatalogApi.lifeCycle())
            .tieBreaker("o.id")
            .kept("o.extension")
            .column("id", "o.uuid", ValueType.UUID)
            .column("key", "o.key", ValueType.TEXT)
            .column("name", "o.name", ValueType.TEXT)
            .column("unit", "o.unit", ValueType.TEXT)
            .column("taxClass", "o.tax_class", ValueType.TEXT)
            .column("feesBilledBy", "o.fees_billed_by", ValueType.TEXT)
            .column("lifecycleStatus", "o.lifecycle_status", ValueType.TEXT)
            .column("lastUpdate", "o.changed_at", ValueType.INSTANT)
            .column("agreement.id", "a.uuid", ValueType.UUID)
            .column("agreement.name", "a.name", ValueType.TEXT)
            .column("productSpecification.id", "s.uuid", ValueType.UUID)
            .column("productSpecification.name", "s.name", ValueType.TEXT)
            .filter("productOfferingPrice.id", References.related(PRICES, Filter.column("p.uuid", ValueType.UUID)))
            .filter(
                    "productOfferingPrice.name",
                    References.related(PRICES, Filter.column("p.definition ->> 'name'", ValueType.TEXT)))
            .filter(
                    "partnerProducts",
                    References.related(PARTNER_PRODUCTS, Filter.column("l.partner_product", ValueType.TEXT)))
            .example("""
                    {"name": "Fibre 1 Gbit/s", "description": "Fibre access for homes", "lifecycleStatus": "Active",
                     "taxClass": "standard", "isBundle": false,
                     "productOfferingPrice": [{"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11"}]}
                    """)
            .build();

    private static final String UNIT_OF_PRICES = """
            select definition ->> 'unit' from price_plan where uuid::text = any ($1) and definition is not null
             order by definition #>> '{model,type}' = 'flat', id limit 1
            """;
    private static final String SPECIFICATION = "select id from product_specification where uuid::text = $1";
    private static final String DETAILS = """
            update product_offering set lifecycle_status = $2, specification_id = $3 where uuid = $1 returning id
            """;

    /** The master data only add and move links. */
    private static final String UNLINK =
            "delete from offering_link where offering_id = $1 and partner_product <> all ($2::text[])";

    ProductOfferingResource(MasterDataImport imports) {
        super(imports, "product_offering", "key");
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
        shown.put("key", row.getString("key"))
                .put("name", row.getString("name"))
                .put("lifecycleStatus", row.getString("lifecycle_status"))
                .put("unit", row.getString("unit"))
                .put("taxClass", row.getString("tax_class"))
                .put("feesBilledBy", row.getString("fees_billed_by"))
                .put(
                        "lastUpdate",
                        row.getOffsetDateTime("changed_at").toInstant().toString());
        References.showFirst(
                shown,
                "agreement",
                row.getUUID("agreement_uuid"),
                "/tmf-api/agreementManagement/v4/agreement/",
                row.getString("agreement_name"),
                "Agreement");
        References.show(
                shown,
                "productSpecification",
                row.getUUID("specification_uuid"),
                CatalogApi.PATH + "productSpecification/",
                row.getString("specification_name"),
                "ProductSpecification");
        References.showAll(shown, "productOfferingPrice", row.getString("prices"));
        JsonNode partnerProducts =
                KeptJson.read(row.getString("partner_products")).path("all");
        if (!partnerProducts.isEmpty()) {
            shown.set("partnerProducts", partnerProducts);
        }
        return shown;
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("key", "name", "lifecycleStatus", "unit", "taxClass", "feesBilledBy", "partnerProducts");
    }

    @Override
    protected Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body) {
        ObjectNode document = body.objectNode();
        ObjectNode offering = document.putArray("offerings").addObject();
        String key = stored != null ? stored : body.path("key").asText();
        String taxClass = text(body, "taxClass");
        offering.put("key", key)
                .put("name", text(body, "name"))
                .put("taxClass", taxClass == null ? "standard" : taxClass);
        if (text(body, "feesBilledBy") != null) {
            offering.put("feesBilledBy", text(body, "feesBilledBy"));
        }
        if (!body.path("partnerProducts").isEmpty()) {
            offering.set("partnerProducts", body.path("partnerProducts"));
        }
        return unit(connection, body)
                .invoke(unit -> offering.put("unit", unit))
                .flatMap(unit -> agreement(connection, body))
                .invoke(agreement -> agreement.ifPresent(found -> offering.put("agreement", found)))
                .replaceWith(new Entry(key, document));
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        if (text(body, "key") == null) {
            body.put("key", id.toString());
        }
        return requireTaxClass(connection, text(body, "taxClass"))
                .flatMap(known -> References.requireCategories(connection, body))
                .flatMap(known -> super.create(connection, login, id, body))
                .flatMap(created -> details(connection, id, body))
                .flatMap(row -> OfferingPrices.set(connection, row, body.path("productOfferingPrice")));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        boolean otherTax = !after.path("taxClass").equals(before.path("taxClass"));
        boolean otherPrices = !References.ids(after.path("productOfferingPrice"))
                .equals(References.ids(before.path("productOfferingPrice")));
        return requireTaxClass(connection, otherTax ? text(after, "taxClass") : null)
                .flatMap(known -> References.requireCategories(connection, after))
                .flatMap(known -> super.change(connection, login, id, before, after))
                .flatMap(changed -> details(connection, id, after))
                .call(row -> connection.preparedQuery(UNLINK).execute(Tuple.of(row, partnerProducts(after))))
                .flatMap(row -> otherPrices
                        ? OfferingPrices.set(connection, row, after.path("productOfferingPrice"))
                        : Uni.createFrom().voidItem());
    }

    /** Its prices stay, without an offering. */
    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery("select id from product_offering where uuid = $1 for update")
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getLong(0))
                .call(row -> OfferingUse.of(connection, row)
                        .invoke(user -> user.ifPresent(what -> {
                            throw new HubException(ApiError.IN_USE, "There is " + what + " of the product offering.");
                        })))
                .call(row -> connection.preparedQuery(UNLINK).execute(Tuple.of(row, new String[0])))
                .call(row -> connection
                        .preparedQuery("update price_plan set offering_id = null where offering_id = $1")
                        .execute(Tuple.of(row)))
                .flatMap(row -> super.delete(connection, login, id));
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("select a.partner_id, null::bigint as account_id from product_offering o"
                + " left join agreement a on a.id = o.agreement_id where o.uuid = $1");
    }

    private static String[] partnerProducts(ObjectNode body) {
        List<String> products = new ArrayList<>();
        body.path("partnerProducts").forEach(product -> products.add(product.asText()));
        return products.toArray(String[]::new);
    }

    /** What the master data do not know of an offering; answers the row's id. */
    private static Uni<Long> details(SqlConnection connection, UUID id, ObjectNode body) {
        return specification(connection, body)
                .flatMap(specification -> connection
                        .preparedQuery(DETAILS)
                        .execute(Tuple.tuple()
                                .addUUID(id)
                                .addString(body.path("lifecycleStatus").asText(CatalogApi.ACTIVE))
                                .addLong(specification.orElse(null))))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Uni<Optional<Long>> specification(SqlConnection connection, ObjectNode body) {
        String id = text(body, "productSpecification.id");
        if (id == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return connection.preparedQuery(SPECIFICATION).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                throw References.unknown("/productSpecification/id", "ProductSpecification", id);
            }
            return first(rows);
        });
    }

    private static Uni<Optional<String>> agreement(SqlConnection connection, ObjectNode body) {
        if (body.path("agreement").isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return keyOf(
                        connection,
                        "select key from agreement where uuid::text = $1",
                        body.path("agreement").path(0).path("id").asText(),
                        "/agreement/0/id")
                .map(Optional::of);
    }

    /** The unit that is said, else that of its prices, of which one for usage tells more than a fee. */
    private static Uni<String> unit(SqlConnection connection, ObjectNode body) {
        String said = text(body, "unit");
        if (said != null) {
            return Uni.createFrom().item(said);
        }
        List<String> prices = References.ids(body.path("productOfferingPrice"));
        return connection
                .preparedQuery(UNIT_OF_PRICES)
                .execute(Tuple.tuple().addArrayOfString(prices.toArray(String[]::new)))
                .map(rows -> rows.size() == 0
                        ? "subscription"
                        : rows.iterator().next().getString(0));
    }

    /** @param taxClass null where there is nothing to look up */
    private static Uni<Void> requireTaxClass(SqlConnection connection, String taxClass) {
        if (taxClass == null) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("select 1 from tax_rate where tax_class = $1 limit 1")
                .execute(Tuple.of(taxClass))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw new HubException(
                                ApiError.UNKNOWN_REFERENCE,
                                "/taxClass: the tenant has no tax rate of the class '" + taxClass + "'.");
                    }
                })
                .replaceWithVoid();
    }
}
