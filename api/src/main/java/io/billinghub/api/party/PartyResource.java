package io.billinghub.api.party;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Identifiers;
import io.billinghub.api.tmf630.resource.MasterDataResource;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/** What organizations and individuals have in common: a row of table {@code party}. */
abstract class PartyResource extends MasterDataResource {

    static final String API = "party";
    static final String TAG = "TMF632 Party Management";

    private static final String PARTY_KEY = "partyKey";

    /** A partner's login sees itself and the host, a customer's login its own parties and the host: what row-level security leaves, and less. */
    private static final String VISIBLE = """
             and (hub_partner() is null or p.id in (select party_id from party_role
                                                     where id = hub_partner() or role in ('CSP', 'MARKETPLACE')))
             and (hub_account() is null
                  or p.id in (select party_id from billing_account where id = hub_account() or root_id = hub_account())
                  or p.id in (select party_id from party_role where role in ('CSP', 'MARKETPLACE')))
             and
            """;

    private static final String STORED = """
            select jsonb_strip_nulls(jsonb_build_object('electronicAddress', electronic_address, 'addressScheme', address_scheme,
                     'bankIban', bank_iban, 'bankBic', bank_bic))::text
              from party where key = $1
            """;

    private final IdGenerator ids;
    private final String kind;

    PartyResource(MasterDataImport imports, IdGenerator ids, String kind) {
        super(imports, "party", "key");
        this.ids = ids;
        this.kind = kind;
    }

    /** The columns that both kinds are found by. */
    static Definition.Builder described(String segment) {
        return Definition.of(API, segment)
                .tag(TAG)
                .rights(PartyRights.PARTIES)
                .tieBreaker("p.id")
                .kept("p.extension")
                .column("id", "p.uuid", ValueType.UUID);
    }

    static PagedQuery query(String kind) {
        return new PagedQuery("""
                select p.uuid, p.extension::text as extension, p.key, p.name, p.legal_id, p.street, p.city, p.postcode, p.country,
                       p.email
                """, "from party p where p.kind = '" + kind + "'" + VISIBLE);
    }

    /** The name by which invoices call the party. */
    abstract String name(ObjectNode body);

    /** The registration number of an organization; null where there is none. */
    abstract String legalId(ObjectNode body);

    /** What is kept, with the key, the legal id and the addresses as they are stored. */
    final ObjectNode kept(Row row) {
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        Identifiers.put(shown, "externalReference", "externalReferenceType", PARTY_KEY, "name", row.getString("key"));
        ContactMedia.show(row, shown);
        return shown;
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery("delete from party where uuid = $1 and not engaged")
                .execute(Tuple.of(id))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new HubException(
                                ApiError.IN_USE, "The party has, or has had, a role or an account; books may name it.");
                    }
                })
                .replaceWithVoid();
    }

    @Override
    protected void strip(ObjectNode kept) {
        Identifiers.empty(kept, "externalReference", "externalReferenceType", PARTY_KEY, "name");
        ContactMedia.strip(kept);
    }

    @Override
    protected final Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body) {
        String said = Identifiers.find(body, "externalReference", "externalReferenceType", PARTY_KEY, "name");
        String key = stored != null ? stored : said != null ? said : ids.next().toString();
        return connection.preparedQuery(STORED).execute(Tuple.of(key)).map(rows -> {
            ObjectNode party = KeptJson.read(
                    rows.size() == 0 ? "{}" : rows.iterator().next().getString(0));
            party.put("key", key).put("kind", kind).put("name", name(body));
            if (legalId(body) != null) {
                party.put("legalId", legalId(body));
            }
            ContactMedia.read(body, party);
            ObjectNode document = party.objectNode();
            document.putArray("parties").add(party);
            return new Entry(key, document);
        });
    }
}
