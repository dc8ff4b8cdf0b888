package io.billinghub.api.party;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Identifiers;
import io.billinghub.api.tmf630.resource.MasterDataResource;
import io.billinghub.api.tmf630.resource.Validity;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** TMF669 partyRole: what a party does here. Its name is one of the roles that the hub knows. */
@Singleton
class PartyRoleResource extends MasterDataResource {

    private static final Set<String> ROLES = Set.of("CSP", "MARKETPLACE", "PARTNER", "SUB_PARTNER", "CUSTOMER");
    private static final String KEY = "key";

    private static final PagedQuery QUERY = new PagedQuery("""
            select r.uuid, r.extension::text as extension, r.role, r.key, r.valid_from, r.valid_to, p.uuid as party_uuid,
                   p.name as party_name, p.kind as party_kind
            """, """
            from party_role r join party p on p.id = r.party_id
            where (hub_partner() is null or r.id = hub_partner() or r.role in ('CSP', 'MARKETPLACE'))
              and (hub_account() is null or r.role in ('CSP', 'MARKETPLACE') or r.role = 'CUSTOMER')
              and
            """);

    private static final Definition DEFINITION = Definition.of("partyRoleManagement", "partyRole")
            .tag("TMF669 Party Role Management")
            .rights(PartyRights.PARTIES)
            .attributes("""
                    name: string, required
                    status: string
                    statusReason: string
                    account: [ref]
                    agreement: [ref]
                    characteristic: [object]
                    contactMedium: [object]
                    creditProfile: [object]
                    engagedParty: ref, required
                    paymentMethod: [ref]
                    relatedParty: [ref]
                    validFor: period
                    """)
            .tieBreaker("r.id")
            .kept("r.extension")
            .column("id", "r.uuid", ValueType.UUID)
            .column("name", "r.role", ValueType.TEXT)
            .column("engagedParty.id", "p.uuid", ValueType.UUID)
            .column("engagedParty.name", "p.name", ValueType.TEXT)
            .column("validFor.startDateTime", "r.valid_from", ValueType.DAY)
            .column("validFor.endDateTime", "r.valid_to", ValueType.DAY)
            .example("""
                    {"name": "PARTNER", "engagedParty": {"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11"},
                     "characteristic": [{"name": "key", "value": "cirrus"}]}
                    """)
            .build();

    PartyRoleResource(MasterDataImport imports) {
        super(imports, "party_role", "role || '/' || key");
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
        return Optional.of(
                "select case when role in ('PARTNER', 'SUB_PARTNER') then id end as partner_id, null::bigint as account_id from party_role where uuid = $1");
    }

    @Override
    public ObjectNode show(Row row) {
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        shown.put("name", row.getString("role"));
        Identifiers.put(shown, "characteristic", "name", KEY, "value", row.getString(KEY));
        ObjectNode party =
                shown.path("engagedParty") instanceof ObjectNode object ? object : shown.putObject("engagedParty");
        boolean person = row.getString("party_kind").equals("INDIVIDUAL");
        String id = row.getUUID("party_uuid").toString();
        party.put("id", id)
                .put("href", "/tmf-api/party/v4/" + (person ? "individual/" : "organization/") + id)
                .put("name", row.getString("party_name"))
                .put("@referredType", person ? "Individual" : "Organization");
        Validity.show(shown, "validFor", row, "valid_from", "valid_to");
        return shown;
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("name");
    }

    @Override
    protected void strip(ObjectNode kept) {
        Identifiers.empty(kept, "characteristic", "name", KEY, "value");
    }

    @Override
    protected Uni<Optional<Long>> rowOf(SqlConnection connection, String entryKey) {
        int slash = entryKey.indexOf('/');
        return connection
                .preparedQuery("select id from party_role where role = $1 and key = $2")
                .execute(Tuple.of(entryKey.substring(0, slash), entryKey.substring(slash + 1)))
                .map(MasterDataResource::first);
    }

    @Override
    protected Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body) {
        String role = role(body);
        if (stored != null && !stored.startsWith(role + "/")) {
            throw new HubException(
                    ApiError.INVALID_BODY, "/name: a role does not become another; end it and create the other.");
        }
        return keyOf(
                        connection,
                        "select key from party where uuid = $1::text::uuid",
                        body.path("engagedParty").path("id").textValue(),
                        "/engagedParty/id")
                .map(party -> {
                    String said = Identifiers.find(body, "characteristic", "name", KEY, "value");
                    String key =
                            stored != null ? stored.substring(stored.indexOf('/') + 1) : said != null ? said : party;
                    ObjectNode document = body.objectNode();
                    ObjectNode entry = document.putArray("roles").addObject();
                    entry.put("party", party).put("role", role).put(KEY, key);
                    Validity.read(body, "validFor", entry, "validFrom", "validTo");
                    return new Entry(role + "/" + key, document);
                });
    }

    private static String role(ObjectNode body) {
        String role = text(body, "name").toUpperCase(Locale.ROOT).replaceAll("[ -]", "_");
        if (!ROLES.contains(role)) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/name: must be one of " + String.join(", ", new java.util.TreeSet<>(ROLES)) + ", not '" + role
                            + "'.");
        }
        return role;
    }
}
