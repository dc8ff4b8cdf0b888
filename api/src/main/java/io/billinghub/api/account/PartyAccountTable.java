package io.billinghub.api.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.ReferenceId;
import io.billinghub.api.tmf630.resource.TmfResource;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** What the accounts of table {@code party_account} have in common: a name, a party, and the financial account behind it. */
abstract class PartyAccountTable implements TmfResource {

    private static final String NAME = "name";
    private static final String FINANCIAL = "financialAccount";

    private static final String COLUMNS = """
            select e.uuid, e.extension::text as extension, e.changed_at, e.name, p.uuid as party_uuid, p.name as party_name,
                   p.kind as party_kind, f.uuid as financial_uuid, f.name as financial_name
            """;

    private static final String FROM = """
            from party_account e
            left join party p on p.id = e.party_id
            left join party_account f on f.id = e.financial_id
            where e.kind = 'KIND' and
            """;

    private static final String NAMED = """
            select (select id from party where uuid = $1) as party,
                   (select id from party_account where kind = 'FINANCIAL' and uuid = $2) as financial
            """;

    private static final String INSERT = """
            insert into party_account (tenant_id, uuid, kind, name, extension, party_id, financial_id)
            values (hub_tenant(), $1, $2, $3, $4::text::jsonb, $5, $6)
            """;

    private static final String UPDATE = """
            update party_account set name = $2, extension = $3::text::jsonb, party_id = $4, financial_id = $5 where uuid = $1
            """;

    private final String kind;
    private final Definition definition;
    private final PagedQuery query;

    /** @param kind as in the table */
    PartyAccountTable(String kind, Definition definition) {
        this.kind = kind;
        this.definition = definition;
        this.query = new PagedQuery(COLUMNS, FROM.replace("KIND", kind));
    }

    /** Names the columns that all of them are found by. */
    static Definition.Builder described(String segment) {
        return Definition.of(AccountRights.API, segment)
                .tag(AccountRights.TAG)
                .tieBreaker("e.id")
                .kept("('{\"state\": \"active\"}'::jsonb || e.extension)")
                .column("id", "e.uuid", ValueType.UUID)
                .column(NAME, "e.name", ValueType.TEXT)
                .column("lastModified", "e.changed_at", ValueType.INSTANT)
                .column("relatedParty.id", "p.uuid", ValueType.UUID)
                .column("relatedParty.name", "p.name", ValueType.TEXT);
    }

    /** Describes an account that belongs to a party, with the financial account behind it. */
    static Definition.Builder ofOneParty(String segment) {
        return described(segment).attributes("""
                        accountType: string
                        description: string
                        lastModified: dateTime, given
                        name: string, required
                        paymentStatus: string
                        state: string
                        accountBalance: [object]
                        accountRelationship: [object]
                        billStructure: object
                        contact: [object]
                        creditLimit: money
                        defaultPaymentMethod: ref
                        financialAccount: ref
                        paymentPlan: [object]
                        relatedParty: [ref], required
                        taxExemption: [object]
                        """).column("financialAccount.id", "f.uuid", ValueType.UUID);
    }

    @Override
    public final Definition definition() {
        return definition;
    }

    @Override
    public final PagedQuery query() {
        return query;
    }

    @Override
    public final ObjectNode show(Row row) {
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        shown.put(NAME, row.getString(NAME))
                .put(
                        "lastModified",
                        row.getOffsetDateTime("changed_at").toInstant().toString());
        if (!shown.has("state")) {
            shown.put("state", "active");
        }
        AccountParty.show(row, shown);
        BillingAccountResource.financial(row, shown);
        return shown;
    }

    @Override
    public final Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        return named(connection, body)
                .flatMap(named -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.tuple()
                                .addUUID(id)
                                .addString(kind)
                                .addString(name(body))
                                .addString(kept(body))
                                .addLong(named.party())
                                .addLong(named.financial())))
                .replaceWithVoid();
    }

    @Override
    public final Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        return named(connection, after)
                .flatMap(named -> connection
                        .preparedQuery(UPDATE)
                        .execute(Tuple.tuple()
                                .addUUID(id)
                                .addString(name(after))
                                .addString(kept(after))
                                .addLong(named.party())
                                .addLong(named.financial())))
                .replaceWithVoid();
    }

    @Override
    public final Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery("delete from party_account where uuid = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** Rows that the body names; null where it names none. */
    private record Named(Long party, Long financial) {}

    private Uni<Named> named(SqlConnection connection, ObjectNode body) {
        boolean needed = !kind.equals("FINANCIAL");
        Optional<String> party = needed ? Optional.of(AccountParty.requiredId(body)) : AccountParty.id(body);
        String financial = body.path(FINANCIAL).path("id").asText(null);
        Tuple ids = Tuple.of(
                ReferenceId.parse(party.orElse(null), "/relatedParty"),
                ReferenceId.parse(financial, "/" + FINANCIAL + "/id"));
        return connection.preparedQuery(NAMED).execute(ids).map(rows -> {
            Row row = rows.iterator().next();
            if (party.isPresent() && row.getLong("party") == null) {
                throw ReferenceId.unknown(party.get(), "/relatedParty");
            }
            if (financial != null && row.getLong("financial") == null) {
                throw ReferenceId.unknown(financial, "/" + FINANCIAL + "/id");
            }
            return new Named(row.getLong("party"), row.getLong("financial"));
        });
    }

    private static String name(ObjectNode body) {
        return body.path(NAME).textValue();
    }

    private String kept(ObjectNode body) {
        ObjectNode rest = body.deepCopy();
        rest.remove(NAME);
        rest.remove("id");
        rest.remove("href");
        rest.remove("lastModified");
        return rest.toString();
    }
}
