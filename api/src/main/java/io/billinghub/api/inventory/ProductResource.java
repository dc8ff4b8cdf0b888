package io.billinghub.api.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.MasterDataResource;
import io.billinghub.api.tmf630.resource.Rights;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** TMF637 product: what an account has subscribed. */
@Singleton
class ProductResource extends MasterDataResource {

    private static final String API = "productInventory";

    /** A product that has ended is terminated, whoever has said so last. */
    private static final String STATE = """
            (case when p.status in ('active', 'suspended', 'pendingTerminate') and p.ended_on <= current_date
                  then 'terminated' else p.status end)""";

    /** What is not billed has no end in its row; the day that was said is kept. */
    private static final String END = "(case when p.ended_on < 'infinity' then p.ended_on"
            + " else left(p.extension ->> 'terminationDate', 10)::date end)";

    private static final PagedQuery QUERY = new PagedQuery("""
            select p.uuid, p.extension::text as extension, p.key, p.quantity, p.started_on, p.ended_on,
            """ + STATE + """
             as state, (select json_strip_nulls(json_build_object('productChange', json_agg(json_build_object(
                          'changeDate', to_char(nullif(h.changed_on, '-infinity'), 'YYYY-MM-DD"T00:00:00Z"'),
                          'quantity', h.quantity, 'paused', h.paused,
                          'toldAt', to_char(h.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by h.id)))::text
                        from product_change h where h.product_id = p.id) as changes,
            a.uuid as account_uuid, a.name as account_name, o.uuid as offering_uuid, o.name as offering_name
            """, """
            from product p
            join billing_account a on a.id = p.account_id
            join product_offering o on o.id = p.offering_id
            where
            """);

    private static final Rights RIGHTS = new Rights(
            Set.of(
                    RealmRoles.HUB_ADMIN,
                    RealmRoles.MARKETPLACE_ADMIN,
                    RealmRoles.BILLING_MANAGER,
                    RealmRoles.BILLING_OPERATIVE,
                    RealmRoles.IT_OPERATIVE,
                    RealmRoles.FINANCE,
                    RealmRoles.AUDITOR,
                    RealmRoles.CUSTOMER),
            Set.of(RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN));

    private static final Definition DEFINITION = Definition.of(API, "product")
            .tag("TMF637 Product Inventory Management")
            .rights(RIGHTS)
            .attributes("""
                    description: string
                    isBundle: boolean
                    isCustomerVisible: boolean
                    name: string
                    orderDate: dateTime
                    productSerialNumber: string
                    startDate: dateTime
                    terminationDate: dateTime
                    agreement: [ref]
                    billingAccount: ref
                    place: [object]
                    product: [object]
                    productCharacteristic: [object]
                    productOffering: ref
                    productOrderItem: [object]
                    productPrice: [object]
                    productRelationship: [object]
                    productSpecification: ref
                    productTerm: [object]
                    realizingResource: [ref]
                    realizingService: [ref]
                    relatedParty: [ref]
                    status: string, required
                    key: string, fixed
                    quantity: number
                    changeDate: dateTime, passing
                    productChange: [object], given
                    """)
            .note(
                    "changeDate is said with another quantity, or with the status suspended or active again: the day from which on"
                            + " that holds, today unless said otherwise. With the quantity or status that the product has already it moves"
                            + " the change that was told last. productChange shows all that was told, in its order.")
            .lifeCycle(ProductState.lifeCycle())
            .tieBreaker("p.id")
            .kept("p.extension")
            .column("id", "p.uuid", ValueType.UUID)
            .column("key", "p.key", ValueType.TEXT)
            .column("name", "coalesce(p.extension ->> 'name', o.name)", ValueType.TEXT)
            .column("status", STATE, ValueType.TEXT)
            .column("quantity", "p.quantity", ValueType.NUMBER)
            .column("startDate", "nullif(p.started_on, date '9999-12-31')", ValueType.DAY)
            .column("terminationDate", END, ValueType.DAY)
            .column("billingAccount.id", "a.uuid", ValueType.UUID)
            .column("billingAccount.name", "a.name", ValueType.TEXT)
            .column("productOffering.id", "o.uuid", ValueType.UUID)
            .column("productOffering.name", "o.name", ValueType.TEXT)
            .example("""
                    {"status": "active", "startDate": "2027-01-01T00:00:00Z", "quantity": 2,
                     "billingAccount": {"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11"},
                     "productOffering": {"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b12"},
                     "productCharacteristic": [{"name": "city", "value": "Helsinki"}]}
                    """)
            .build();

    private static final String ACCOUNT = """
            select a.number, c.time_zone from billing_account a join bill_cycle c on c.id = a.cycle_id where a.uuid::text = $1
            """;
    private static final String OFFERING =
            "select key, name, lifecycle_status from product_offering where uuid::text = $1";
    /** States of an offering that nobody may subscribe anew. */
    private static final Set<String> NOT_FOR_SALE = Set.of("Retired", "Obsolete", "Rejected");

    /** A product that is not billed yet may begin on another day; one that is billed may not. */
    private static final String BEGIN = """
            update product set started_on = $2, ended_on = 'infinity'
             where key = $1 and status not in ('active', 'suspended', 'pendingTerminate', 'terminated')
            """;

    private static final String CHARGED = """
            select exists (select from product p
                           join charge c on c.account_id = p.account_id and c.source = 'RECURRING' and c.source_id = p.id
                           where p.uuid = $1)
            """;

    private final MasterDataImport imports;
    private final Clock clock;

    ProductResource(MasterDataImport imports, Clock clock) {
        super(imports, "product", "key");
        this.imports = imports;
        this.clock = clock;
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
                .put("status", row.getString("state"))
                .put("quantity", row.getBigDecimal("quantity"));
        if (!shown.has("name")) {
            shown.put("name", row.getString("offering_name"));
        }
        shown.setAll(KeptJson.read(row.getString("changes")));
        ProductDays.show(shown, ProductDays.START, row.getLocalDate("started_on"));
        ProductDays.show(shown, ProductDays.END, row.getLocalDate("ended_on"));
        reference(
                shown,
                "billingAccount",
                row.getUUID("account_uuid"),
                "/tmf-api/accountManagement/v4/billingAccount/",
                row.getString("account_name"),
                "BillingAccount");
        reference(
                shown,
                "productOffering",
                row.getUUID("offering_uuid"),
                "/tmf-api/productCatalogManagement/v4/productOffering/",
                row.getString("offering_name"),
                "ProductOffering");
        return shown;
    }

    private static void reference(
            ObjectNode shown, String attribute, UUID id, String path, String name, String referredType) {
        ObjectNode reference = shown.path(attribute) instanceof ObjectNode object ? object : shown.putObject(attribute);
        reference.put("id", id.toString()).put("href", path + id).put("name", name);
        if (!reference.has("@referredType")) {
            reference.put("@referredType", referredType);
        }
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("key", "status", "quantity", ProductChange.DATE);
    }

    @Override
    protected Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body) {
        String account = required(body, "billingAccount");
        String offering = required(body, "productOffering");
        String key = stored != null ? stored : body.path("key").asText();
        ObjectNode document = body.objectNode();
        ObjectNode product = document.putArray("products").addObject().put("key", key);
        JsonNode quantity = body.path("quantity");
        if (quantity.isNumber()) {
            if (quantity.decimalValue().signum() <= 0) {
                throw new HubException(ApiError.INVALID_BODY, "/quantity: must be more than 0.");
            }
            product.put("quantity", quantity.decimalValue().toPlainString());
        }
        return one(connection, ACCOUNT, account, "billingAccount", "BillingAccount")
                .invoke(row -> {
                    product.put("account", row.getString("number"));
                    ProductDays.read(
                            body, product, LocalDate.ofInstant(clock.instant(), ZoneId.of(row.getString("time_zone"))));
                })
                .invoke(row -> requireService(product))
                .flatMap(row -> one(connection, OFFERING, offering, "productOffering", "ProductOffering"))
                .invoke(row -> {
                    if (stored == null) {
                        requireForSale(row);
                    }
                    product.put("offering", row.getString("key"));
                })
                .flatMap(row -> ProductState.isBilled(body.path("status").asText())
                        ? imports.requireUnbilledDays(connection, product)
                        : Uni.createFrom().voidItem())
                .flatMap(row -> connection
                        .preparedQuery(BEGIN)
                        .execute(Tuple.of(
                                key, LocalDate.parse(product.path("startedOn").textValue()))))
                .replaceWith(new Entry(key, document));
    }

    private static void requireService(ObjectNode product) {
        String start = product.path("startedOn").textValue();
        String end = product.path("endedOn").asText();
        if (product.has("endedOn") && !LocalDate.parse(start).isBefore(LocalDate.parse(end))) {
            throw new HubException(
                    OnboardingError.EMPTY_VALIDITY,
                    "/terminationDate: the product ends on " + end + ", but begins on " + start + " only.");
        }
    }

    private static void requireForSale(Row offering) {
        String state = offering.getString("lifecycle_status");
        if (NOT_FOR_SALE.contains(state)) {
            throw new HubException(
                    ApiError.NOT_FOR_SALE,
                    "/productOffering/id: '" + offering.getString("name") + "' is " + state + ".");
        }
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        if (text(body, "key") == null) {
            body.put("key", id.toString());
        }
        return requireNew(connection, body.path("key").asText())
                .flatMap(free -> super.create(connection, login, id, body))
                .flatMap(created -> state(connection, id, body));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        boolean ended = before.path("status").asText().equals(ProductState.TERMINATED);
        if (ended && !before.path(ProductDays.END).equals(after.path(ProductDays.END))) {
            throw new HubException(
                    ApiError.STATE_CHANGE,
                    "/" + ProductDays.END + ": the product is terminated; its last day stays as it is.");
        }
        return super.change(connection, login, id, before, after).flatMap(changed -> state(connection, id, after));
    }

    @Override
    public Uni<Void> changeAsSaid(
            SqlConnection connection,
            TenantContext login,
            UUID id,
            ObjectNode said,
            ObjectNode before,
            ObjectNode after) {
        return ProductChange.say(connection, id, said, before, after, clock)
                .flatMap(told -> change(connection, login, id, before, after));
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery(CHARGED)
                .execute(Tuple.of(id))
                .invoke(rows -> {
                    if (rows.iterator().next().getBoolean(0)) {
                        throw new HubException(
                                ApiError.IN_USE, "The product has been billed; terminate it by its terminationDate.");
                    }
                })
                .flatMap(unused -> super.delete(connection, login, id));
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("select null::bigint as partner_id, account_id from product where uuid = $1");
    }

    /** The key of another product must not reach the statement that moves a start. */
    private Uni<Void> requireNew(SqlConnection connection, String key) {
        return rowOf(connection, key)
                .invoke(row -> row.ifPresent(other -> {
                    throw new HubException(
                            ApiError.ALREADY_THERE, "The tenant has a product with the key '" + key + "'.");
                }))
                .replaceWithVoid();
    }

    private static Uni<Void> state(SqlConnection connection, UUID id, ObjectNode body) {
        return connection
                .preparedQuery("update product set status = $2 where uuid = $1")
                .execute(Tuple.of(id, body.path("status").asText()))
                .replaceWithVoid();
    }

    private static String required(ObjectNode body, String attribute) {
        String id = text(body, attribute + ".id");
        if (id == null) {
            throw new HubException(
                    ApiError.MISSING_REFERENCE,
                    "/" + attribute + "/id: is missing; without it the product could not be billed.");
        }
        return id;
    }

    private static Uni<Row> one(SqlConnection connection, String sql, String id, String attribute, String type) {
        return connection.preparedQuery(sql).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                throw new HubException(
                        ApiError.UNKNOWN_REFERENCE, "/" + attribute + "/id: there is no " + type + " '" + id + "'.");
            }
            return rows.iterator().next();
        });
    }
}
