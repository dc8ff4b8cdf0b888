package io.billinghub.api.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.MasterDataResource;
import io.billinghub.api.tmf630.resource.Validity;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** TMF651 agreement: its latest version. A change of terms needs the next version and the day on which it begins. */
@Singleton
class AgreementResource extends MasterDataResource {

    private static final PagedQuery QUERY = new PagedQuery("""
            select a.uuid, a.extension::text as extension, a.key, a.name, r.uuid as role_uuid, r.role, r.key as role_key, v.version,
                   v.valid_from, v.valid_to, v.selling_model, v.currency, v.share_model::text as share_model, v.residue_party,
                   v.rule_severity::text as rule_severity, v.late_usage, v.refuse_usage_after_days, v.late_bill, v.wait_for_bill_days,
                   v.price_tolerance::text as price_tolerance,
                   v.usage::text as usage,
                   (select jsonb_agg(jsonb_build_object('id', o.uuid, 'name', o.name) order by o.key)::text
                      from product_offering o where o.agreement_id = a.id) as offerings
            """, """
            from agreement a
            join party_role r on r.id = a.partner_id
            left join lateral (select * from agreement_version v where v.agreement_id = a.id order by v.version desc limit 1) v on true
            where
            """);

    private static final String PARTNER = """
            select r.key from party_role r join party p on p.id = r.party_id
             where r.role in ('PARTNER', 'SUB_PARTNER') and (r.uuid::text = any ($1) or p.uuid::text = any ($1))
             order by r.id limit 1
            """;

    private static final Definition DEFINITION = Definition.of(AgreementRights.API, "agreement")
            .tag(AgreementRights.TAG)
            .rights(AgreementRights.AGREEMENTS)
            .attributes("""
                    agreementType: string, required
                    description: string
                    documentNumber: integer
                    initialDate: dateTime
                    name: string, required
                    statementOfIntent: string
                    status: string
                    version: string
                    agreementAuthorization: [object]
                    agreementItem: [object], required
                    agreementPeriod: period
                    agreementSpecification: ref
                    associatedAgreement: [ref]
                    characteristic: [object]
                    completionDate: period
                    engagedParty: [ref], required
                    """)
            .tieBreaker("a.id")
            .kept("a.extension")
            .column("id", "a.uuid", ValueType.UUID)
            .column("name", "a.name", ValueType.TEXT)
            .column("version", "coalesce(v.version, 0)::text", ValueType.TEXT)
            .column("agreementPeriod.startDateTime", "v.valid_from", ValueType.DAY)
            .column("agreementPeriod.endDateTime", "v.valid_to", ValueType.DAY)
            .example("""
                    {"name": "Cirrus Cloud reseller agreement", "agreementType": "reseller", "version": "1",
                     "engagedParty": [{"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "role": "partner"}],
                     "agreementItem": [{"termOrCondition": [{"description": "Bills monthly, in arrears"}]}],
                     "agreementPeriod": {"startDateTime": "2027-01-01T00:00:00Z"},
                     "characteristic": [
                       {"name": "sellingModel", "value": "RESALE"}, {"name": "currency", "value": "USD"},
                       {"name": "shareModel", "value": {"type": "percentage", "shares": [
                         {"party": "cirrus", "percent": "85"}, {"party": "nordlys", "percent": "15"}]}},
                       {"name": "residueParty", "value": "nordlys"}]}
                    """)
            .build();

    private final IdGenerator ids;

    AgreementResource(MasterDataImport imports, IdGenerator ids) {
        super(imports, "agreement", "key");
        this.ids = ids;
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
    public Optional<String> owner() {
        return Optional.of("select partner_id, null::bigint as account_id from agreement where uuid = $1");
    }

    @Override
    public ObjectNode show(Row row) {
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        shown.put("name", row.getString("name"));
        if (!shown.has("agreementType")) {
            shown.put("agreementType", "partner agreement");
        }
        if (!shown.has("engagedParty")) {
            String role = row.getUUID("role_uuid").toString();
            shown.putArray("engagedParty")
                    .addObject()
                    .put("id", role)
                    .put("href", "/tmf-api/partyRoleManagement/v4/partyRole/" + role)
                    .put("name", row.getString("role_key"))
                    .put("role", row.getString("role"))
                    .put("@referredType", "PartyRole");
        }
        if (!shown.has("agreementItem")) {
            String offerings = row.getString("offerings");
            ObjectNode item = shown.putArray("agreementItem").addObject();
            item.set(
                    "productOffering",
                    KeptJson.read("{\"all\": " + (offerings == null ? "[]" : offerings) + "}")
                            .get("all"));
        }
        if (row.getInteger("version") == null) {
            return shown.put("version", "0").put("status", shown.path("status").asText("inProcess"));
        }
        shown.put("version", row.getInteger("version").toString());
        if (!shown.has("status")) {
            shown.put("status", "approved");
        }
        Validity.show(shown, "agreementPeriod", row, "valid_from", "valid_to");
        Terms.show(row, shown);
        return shown;
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("name", "version");
    }

    @Override
    protected Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body) {
        String key = stored == null ? ids.next().toString() : stored;
        String[] parties = new String[body.path("engagedParty").size()];
        for (int i = 0; i < parties.length; i++) {
            parties[i] = body.path("engagedParty").get(i).path("id").asText();
        }
        return connection.preparedQuery(PARTNER).execute(Tuple.of(parties)).map(rows -> {
            if (rows.size() == 0) {
                throw new HubException(
                        ApiError.UNKNOWN_REFERENCE,
                        "/engagedParty: names no partner of the tenant: one 'id' is that of a partyRole PARTNER or SUB_PARTNER, "
                                + "or of its party.");
            }
            ObjectNode document = body.objectNode();
            ObjectNode agreement = document.putArray("agreements").addObject();
            agreement
                    .put("key", key)
                    .put("name", text(body, "name"))
                    .put("partner", rows.iterator().next().getString(0));
            Terms.read(body, agreement.putArray("versions"));
            return new Entry(key, document);
        });
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        return super.create(connection, login, id, body).flatMap(done -> specify(connection, id, body));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        return super.change(connection, login, id, before, after).flatMap(done -> specify(connection, id, after));
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery(
                        "delete from agreement_version where agreement_id = (select id from agreement where uuid = $1)")
                .execute(Tuple.of(id))
                .flatMap(done -> super.delete(connection, login, id));
    }

    /** A specification that the hub has is referred to; one of another system is kept as it came. */
    private static Uni<Void> specify(SqlConnection connection, UUID id, ObjectNode body) {
        JsonNode specification = body.path("agreementSpecification").path("id");
        return connection
                .preparedQuery("""
                        update agreement set specification_id = (select id from agreement_specification where uuid::text = $2)
                         where uuid = $1
                        """)
                .execute(Tuple.of(id, specification.asText("")))
                .replaceWithVoid();
    }
}
