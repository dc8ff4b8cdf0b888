package io.billinghub.api.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.intake.UsageIntake;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.Filter;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Operation;
import io.billinghub.api.tmf630.resource.ReferenceId;
import io.billinghub.api.tmf630.resource.TmfResource;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * TMF635 usage. It is not deleted: a record belongs to a document whose lines add up, and what it says may have been told to a customer. A
 * usage that is wrong is corrected by another one.
 */
@Singleton
class UsageResource implements TmfResource {

    private static final String PARTIES = "relatedParty";
    private static final String SPECIFICATION = "usageSpecification";
    private static final String ACCOUNT_PATH = "/tmf-api/accountManagement/v4/billingAccount";
    private static final String OFFERING_PATH = "/tmf-api/productCatalogManagement/v4/productOffering";
    private static final Set<String> NOT_KEPT =
            Set.of("id", "href", UsageStatus.ATTRIBUTE, "statusReason", "billingAccount", "productOffering");

    /** The partner that the login is bound to, or the one among the related parties. */
    private static final String PARTNERS = """
            select r.key from party_role r join party p on p.id = r.party_id
             where r.role = 'PARTNER' and case when hub_partner() is null then p.uuid = any ($1) else r.id = hub_partner() end
            """;

    private static final String ACCOUNT = "u.account_id";
    private static final String ACCOUNTS = "select a.id from billing_account a";
    private static final String OFFERING = "u.offering_id";
    private static final String OFFERINGS = "select o.id from product_offering o";
    private static final String PARTNER = "u.partner_id";
    private static final String PARTNER_ROLES = "select r.id from party_role r join party p on p.id = r.party_id";

    private static final String SPECIFICATIONS = "select id from usage_specification where uuid = $1";

    private static final String KEEP = """
            insert into usage_extension (tenant_id, document_id, position, partner_id, account_id, specification_id, occurred_at, extension)
            select hub_tenant(), $1, $2, d.partner_id,
                   (select account_id from usage_record r where r.document_id = $1 and r.position = $2), $3, $4, $5::text::jsonb
              from received_document d where d.id = $1
            on conflict (document_id, position) do update
              set account_id = excluded.account_id, specification_id = excluded.specification_id, occurred_at = excluded.occurred_at,
                  extension = excluded.extension
            """;

    private static final Definition DEFINITION = Definition.of(UsageRights.API, "usage")
            .tag(UsageRights.TAG)
            .rights(UsageRights.OF_USAGE)
            .operations(Set.of(Operation.LIST, Operation.GET, Operation.CREATE, Operation.PATCH))
            .attributes("""
                    billingAccount: ref, given
                    description: string
                    productOffering: ref, given
                    statusReason: string, given
                    usageDate: dateTime
                    usageType: string
                    ratedProductUsage: [object]
                    relatedParty: [ref]
                    status: string
                    usageCharacteristic: [object]
                    usageSpecification: ref
                    """)
            .lifeCycle(UsageStatus.LIFE_CYCLE)
            .tieBreaker("u.bill_period, u.document_id, u.position")
            .kept(UsageQueries.EXTENSION)
            .column("id", "row(u.document_id, u.position)", ValueType.UUID)
            .filter("id", UsageId::filter)
            .filter(UsageStatus.ATTRIBUTE, UsageStatus::filter)
            .filter("statusReason", Filter.column("u.reason", ValueType.TEXT))
            .column(UsageBody.DATE, "u.occurred_at", ValueType.INSTANT)
            .filter("billingAccount.id", UsageQueries.referring(ACCOUNT, ACCOUNTS, "a.uuid", ValueType.UUID))
            .filter("billingAccount.name", UsageQueries.referring(ACCOUNT, ACCOUNTS, "a.name", ValueType.TEXT))
            .filter("billingAccount.number", UsageQueries.referring(ACCOUNT, ACCOUNTS, "a.number", ValueType.TEXT))
            .filter("productOffering.id", UsageQueries.referring(OFFERING, OFFERINGS, "o.uuid", ValueType.UUID))
            .filter("productOffering.name", UsageQueries.referring(OFFERING, OFFERINGS, "o.name", ValueType.TEXT))
            .filter("relatedParty.id", UsageQueries.referring(PARTNER, PARTNER_ROLES, "p.uuid", ValueType.UUID))
            .filter("relatedParty.name", UsageQueries.referring(PARTNER, PARTNER_ROLES, "p.name", ValueType.TEXT))
            .filter("usageSpecification.id", UsageQueries.specified())
            .example("""
                    {"usageDate": "2026-10-15T12:00:00Z", "usageType": "messages",
                     "relatedParty": [{"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "role": "partner"}],
                     "usageCharacteristic": [
                       {"name": "account", "value": "sns-merituuli"}, {"name": "product", "value": "SNS-MSG"},
                       {"name": "quantity", "value": 174}, {"name": "unit", "value": "message"}, {"name": "eventId", "value": "f11c797a3c67ae57"}]}
                    """)
            .build();

    private final UsageIntake intake;

    UsageResource(UsageIntake intake) {
        this.intake = intake;
    }

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public PagedQuery query() {
        return UsageQueries.USAGE;
    }

    @Override
    public ObjectNode show(Row row) {
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        shown.put(UsageStatus.ATTRIBUTE, row.getString("status"));
        if (row.getString("reason") != null) {
            shown.put("statusReason", row.getString("reason"));
        }
        if (!shown.has(UsageBody.DATE) && row.getOffsetDateTime("occurred_at") != null) {
            shown.put(
                    UsageBody.DATE,
                    row.getOffsetDateTime("occurred_at").toInstant().toString());
        }
        if (!shown.has(UsageBody.CHARACTERISTICS) && row.getBigDecimal("quantity") != null) {
            characteristics(row, shown.putArray(UsageBody.CHARACTERISTICS));
        }
        partner(row, shown);
        refer(shown, "billingAccount", row.getString("account"), ACCOUNT_PATH, "BillingAccount");
        refer(shown, "productOffering", row.getString("offering"), OFFERING_PATH, "ProductOffering");
        refer(
                shown,
                SPECIFICATION,
                row.getString("specification"),
                UsageSpecificationResource.PATH,
                "UsageSpecification");
        return shown;
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        return createAs(connection, login, id, body).replaceWithVoid();
    }

    @Override
    public Uni<UUID> createAs(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        if (!body.path(UsageStatus.ATTRIBUTE).asText().equals(UsageStatus.RECEIVED)) {
            throw new HubException(
                    ApiError.UNSUPPORTED_VALUE,
                    "/" + UsageStatus.ATTRIBUTE + ": of new usage is received; the hub says what becomes of it.");
        }
        // with an id of its own, two usages that say the same are two documents
        byte[] content = body.deepCopy().put("id", id.toString()).toString().getBytes(StandardCharsets.UTF_8);
        return partner(connection, body)
                .flatMap(partner ->
                        intake.receive(connection, login, partner, content, UsageBody.line(body, id.toString())))
                .map(document -> new UsageId(document, UsageIntake.POSITION))
                .call(usage -> keep(connection, usage, body))
                .map(UsageId::uuid);
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        UsageId usage = UsageId.of(id).orElseThrow();
        String status = before.path(UsageStatus.ATTRIBUTE).asText();
        if (status.equals(UsageStatus.BILLED)) {
            throw new HubException(ApiError.STATE_CHANGE, "The usage is billed; what was billed is never changed.");
        }
        if (after.path(UsageStatus.ATTRIBUTE).asText().equals(UsageStatus.RECYCLED)) {
            return intake.repeat(connection, login, usage.document(), UsageBody.line(after, id.toString()))
                    .invoke(UsageResource::requireRepeated)
                    .flatMap(done -> keep(connection, usage, after));
        }
        for (String fixed : List.of(UsageBody.DATE, UsageBody.CHARACTERISTICS)) {
            if (!status.equals(UsageStatus.REJECTED) && !before.path(fixed).equals(after.path(fixed))) {
                throw new HubException(
                        ApiError.STATE_CHANGE,
                        "/" + fixed + ": can't be changed of usage that is " + status
                                + "; send another usage that corrects it.");
            }
        }
        return keep(connection, usage, after);
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        throw new IllegalStateException("usage is not deleted, its definition says so");
    }

    @Override
    public Optional<String> owner() {
        return Optional.of("select partner_id, account_id from usage_extension"
                + " where document_id = usage_document($1) and position = usage_position($1)");
    }

    private static void requireRepeated(boolean repeated) {
        if (!repeated) {
            throw new HubException(
                    ApiError.STATE_CHANGE,
                    "The usage is a line of a document; correct the line and send it in a new document, or by itself.");
        }
    }

    private static Uni<String> partner(SqlConnection connection, ObjectNode body) {
        List<UUID> parties = new ArrayList<>();
        JsonNode named = body.path(PARTIES);
        for (int i = 0; i < named.size(); i++) {
            parties.add(ReferenceId.parse(named.get(i).path("id").asText(), "/" + PARTIES + "/" + i + "/id"));
        }
        return connection
                .preparedQuery(PARTNERS)
                .execute(Tuple.of(parties.toArray(UUID[]::new)))
                .map(rows -> {
                    if (rows.size() != 1) {
                        throw new HubException(
                                ApiError.NOT_DERIVABLE,
                                "/" + PARTIES + ": names " + (rows.size() == 0 ? "no partner" : "several partners")
                                        + "; name the one party whose usage it is, by its id.");
                    }
                    return rows.iterator().next().getString(0);
                });
    }

    private static Uni<Void> keep(SqlConnection connection, UsageId usage, ObjectNode body) {
        ObjectNode rest = body.deepCopy();
        rest.remove(NOT_KEPT);
        String specification = body.path(SPECIFICATION).path("id").asText(null);
        UUID uuid = ReferenceId.parse(specification, "/" + SPECIFICATION + "/id");
        Instant date = UsageBody.instant(body);
        return connection
                .preparedQuery(SPECIFICATIONS)
                .execute(Tuple.of(uuid))
                .map(rows -> {
                    if (uuid != null && rows.size() == 0) {
                        throw ReferenceId.unknown(specification, "/" + SPECIFICATION + "/id");
                    }
                    return rows.size() == 0 ? null : rows.iterator().next().getLong(0);
                })
                .flatMap(id -> connection
                        .preparedQuery(KEEP)
                        .execute(Tuple.tuple()
                                .addLong(usage.document())
                                .addInteger(usage.position())
                                .addLong(id)
                                .addOffsetDateTime(date == null ? null : date.atOffset(ZoneOffset.UTC))
                                .addString(rest.toString())))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no such usage.");
                    }
                })
                .replaceWithVoid();
    }

    private static void characteristics(Row row, ArrayNode shown) {
        shown.addObject().put("name", UsageBody.QUANTITY).put("value", row.getBigDecimal("quantity"));
        shown.addObject().put("name", UsageBody.UNIT).put("value", row.getString("unit"));
        if (!row.getString("grouping_key").isEmpty()) {
            shown.addObject().put("name", UsageBody.GROUPING_KEY).put("value", row.getString("grouping_key"));
        }
        if (row.getBigDecimal("amount") != null) {
            shown.addObject().put("name", UsageBody.AMOUNT).put("value", row.getBigDecimal("amount"));
        }
        if (row.getUUID("reverses") != null) {
            shown.addObject()
                    .put("name", "reverses")
                    .put("value", row.getUUID("reverses").toString());
        }
        if (row.getOffsetDateTime("ended_at") != null) {
            shown.addObject()
                    .put("name", "until")
                    .put("value", row.getOffsetDateTime("ended_at").toInstant().toString());
        }
        if (row.getString("dimensions") != null) {
            KeptJson.read(row.getString("dimensions"))
                    .properties()
                    .forEach(dimension ->
                            shown.addObject().put("name", dimension.getKey()).set("value", dimension.getValue()));
        }
    }

    /** The partner among the related parties; it is added where the client has not named it. */
    private static void partner(Row row, ObjectNode shown) {
        if (row.getString("partner") == null) {
            return;
        }
        ObjectNode stored = KeptJson.read(row.getString("partner"));
        String id = stored.path("id").textValue();
        ObjectNode partner = null;
        for (JsonNode party : shown.path(PARTIES)) {
            if (party.path("id").asText().equals(id)) {
                partner = (ObjectNode) party;
            }
        }
        if (partner == null) {
            partner = shown.withArrayProperty(PARTIES).addObject().put("role", "partner");
        }
        boolean person = stored.path("kind").asText().equals("INDIVIDUAL");
        partner.put("id", id)
                .put("href", "/tmf-api/party/v4/" + (person ? "individual/" : "organization/") + id)
                .put("name", stored.path("name").textValue());
        if (!partner.has("@referredType")) {
            partner.put("@referredType", person ? "Individual" : "Organization");
        }
    }

    /** @param stored id and more of what is referred to, as JSON; null where it is nothing */
    private static void refer(ObjectNode shown, String attribute, String stored, String path, String referredType) {
        if (stored == null) {
            shown.remove(attribute);
            return;
        }
        ObjectNode reference = shown.path(attribute) instanceof ObjectNode object ? object : shown.putObject(attribute);
        ObjectNode members = KeptJson.read(stored);
        reference
                .put("id", members.path("id").textValue())
                .put("href", path + "/" + members.path("id").textValue());
        members.fields().forEachRemaining(member -> {
            if (!member.getValue().isNull()) {
                reference.set(member.getKey(), member.getValue());
            }
        });
        if (!reference.has("@referredType")) {
            reference.put("@referredType", referredType);
        }
    }
}
