package io.billinghub.api.partnership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/** TMF668 partnership: who works together under a specification. Its partners are party roles. */
@Singleton
class PartnershipResource extends EntityResource {

    private static final EntityTable TABLE = EntityTable.named("partnership")
            .text("name", "name")
            .reference(
                    "specification",
                    "specification_id",
                    "partnership_specification",
                    "PartnershipSpecification",
                    PartnershipSpecificationResource.PATH);

    /** Replaces the partners of a partnership; a partner is named by its party role, or by its party. */
    private static final String PARTNERS = """
            with gone as (
              delete from partnership_partner
               where partnership_id = (select id from partnership where uuid = $1) and not (role_id = any ($2::bigint[])))
            insert into partnership_partner (tenant_id, partnership_id, role_id)
            select hub_tenant(), p.id, role from partnership p, unnest($2::bigint[]) as role where p.uuid = $1
            on conflict do nothing
            """;

    private static final String ROLE = """
            select r.id from party_role r join party p on p.id = r.party_id
             where r.uuid::text = $1 or r.role in ('PARTNER', 'SUB_PARTNER') and p.uuid::text = $2
             order by (r.uuid::text = $1) desc, r.id limit 1
            """;

    PartnershipResource() {
        super(
                TABLE.describe(Definition.of(PartnershipRights.API, "partnership"))
                        .tag(PartnershipRights.TAG)
                        .rights(PartnershipRights.PARTNERSHIPS)
                        .attributes("""
                                description: string
                                name: string, required
                                partner: [object]
                                specification: ref, required
                                """)
                        .example("""
                                {"name": "Nordlys and Cirrus",
                                 "specification": {"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11"},
                                 "partner": [{"name": "PARTNER", "engagedParty": {"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b12"}}]}
                                """)
                        .build(),
                TABLE);
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        return super.create(connection, login, id, body).flatMap(done -> link(connection, id, body));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        return super.change(connection, login, id, before, after).flatMap(done -> link(connection, id, after));
    }

    private static Uni<Void> link(SqlConnection connection, UUID id, ObjectNode body) {
        JsonNode partners = body.path("partner");
        Long[] roles = new Long[partners.size()];
        Uni<Void> found = Uni.createFrom().voidItem();
        for (int i = 0; i < partners.size(); i++) {
            int index = i;
            found = found.flatMap(done -> role(connection, partners.get(index), "/partner/" + index))
                    .invoke(role -> roles[index] = role)
                    .replaceWithVoid();
        }
        return found.flatMap(done -> connection.preparedQuery(PARTNERS).execute(Tuple.of(id, roles)))
                .replaceWithVoid();
    }

    private static Uni<Long> role(SqlConnection connection, JsonNode partner, String pointer) {
        String role = partner.path("id").asText("");
        String party = partner.path("engagedParty").path("id").asText("");
        return connection.preparedQuery(ROLE).execute(Tuple.of(role, party)).map(rows -> {
            if (rows.size() == 0) {
                throw new HubException(
                        ApiError.UNKNOWN_REFERENCE,
                        pointer
                                + ": names no partner of the tenant: 'id' is that of a partyRole, or 'engagedParty/id' that "
                                + "of a party with the role of a partner.");
            }
            return rows.iterator().next().getLong(0);
        });
    }
}
