package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.UUID;

/** TMF620 catalog: a collection of categories. */
@Singleton
class CatalogResource extends EntityResource {

    private static final EntityTable TABLE = EntityTable.named("catalog")
            .text("name", "name")
            .text("catalogType", "catalog_type")
            .text("version", "version")
            .text("lifecycleStatus", "lifecycle_status")
            .changedAt("lastUpdate");

    private static final Definition DEFINITION = TABLE.describe(Definition.of(CatalogApi.API, "catalog"))
            .tag(CatalogApi.TAG)
            .rights(CatalogApi.OF_THE_TENANT)
            .attributes("""
                    catalogType: string
                    description: string
                    lastUpdate: dateTime, given
                    lifecycleStatus: string
                    name: string, required
                    version: string
                    category: [ref]
                    relatedParty: [ref]
                    validFor: period
                    """)
            .example("""
                    {"name": "Retail 2027", "catalogType": "ProductCatalog", "version": "1.0", "lifecycleStatus": "Active",
                     "validFor": {"startDateTime": "2027-01-01T00:00:00Z"}}
                    """)
            .build();

    CatalogResource() {
        super(DEFINITION, TABLE);
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        return References.requireCategories(connection, body)
                .flatMap(known -> super.create(connection, login, id, body));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        return References.requireCategories(connection, after)
                .flatMap(known -> super.change(connection, login, id, before, after));
    }
}
