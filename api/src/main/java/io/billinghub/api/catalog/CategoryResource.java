package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.Filter;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/** TMF620 category: a group of offerings, in a tree. */
@Singleton
class CategoryResource extends EntityResource {

    private static final String OFFERINGS_IN_IT = """
            from product_offering o
             where o.extension @> jsonb_build_object('category', jsonb_build_array(jsonb_build_object('id', e.uuid)))
            """;

    private static final EntityTable TABLE = EntityTable.named("category")
            .text("name", "name")
            .text("parentId", "parent")
            .text("version", "version")
            .text("lifecycleStatus", "lifecycle_status")
            .changedAt("lastUpdate")
            .computed("sub_categories", """
                    (select jsonb_build_object('all', coalesce(jsonb_agg(jsonb_build_object('id', c.uuid,
                            'href', '%scategory/' || c.uuid, 'name', c.name, '@referredType', 'Category')
                            order by c.name, c.id), '[]'))::text
                       from category c where c.parent = e.uuid::text)
                    """.formatted(CatalogApi.PATH))
            .computed("offerings", """
                    (select jsonb_build_object('all', coalesce(jsonb_agg(jsonb_build_object('id', o.uuid,
                            'href', '%sproductOffering/' || o.uuid, 'name', o.name, '@referredType', 'ProductOffering')
                            order by o.name, o.id), '[]'))::text
                    """.formatted(CatalogApi.PATH) + OFFERINGS_IN_IT + ")");

    private static final Definition DEFINITION = TABLE.describe(Definition.of(CatalogApi.API, "category"))
            .tag(CatalogApi.TAG)
            .rights(CatalogApi.OF_PARTNERS_TOO)
            .attributes("""
                    description: string
                    isRoot: boolean, given
                    lastUpdate: dateTime, given
                    lifecycleStatus: string
                    name: string, required
                    parentId: string
                    version: string
                    productOffering: [ref], given
                    subCategory: [ref], given
                    validFor: period
                    """)
            .column("isRoot", "(e.parent is null)", ValueType.BOOLEAN)
            .filter(
                    "subCategory.id",
                    References.related(
                            "from category c where c.parent = e.uuid::text", Filter.column("c.uuid", ValueType.UUID)))
            .filter("productOffering.id", References.related(OFFERINGS_IN_IT, Filter.column("o.uuid", ValueType.UUID)))
            .example("""
                    {"name": "Broadband", "description": "Fixed access to the internet", "version": "1.0", "lifecycleStatus": "Active"}
                    """)
            .build();

    /** The tree is changed by one at a time, so that two changes never make a circle together. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('category'), hub_tenant())";

    private static final String IN_CIRCLE = """
            with recursive above (id) as (
              select $1::text
              union
              select c.parent from above join category c on c.uuid::text = above.id where c.parent is not null)
            select exists (select from above where id = $2::text)
            """;

    private static final String USE = """
            select case when exists (select from category where parent = $1) then 'a category below it'
                        when exists (select from product_offering
                                      where extension @> jsonb_build_object('category', jsonb_build_array(jsonb_build_object('id', $1::text))))
                          then 'a product offering'
                        when exists (select from catalog
                                      where extension @> jsonb_build_object('category', jsonb_build_array(jsonb_build_object('id', $1::text))))
                          then 'a catalog' end
            """;

    CategoryResource() {
        super(DEFINITION, TABLE);
    }

    @Override
    public ObjectNode show(Row row) {
        ObjectNode shown = super.show(row);
        shown.put("isRoot", !shown.has("parentId"));
        References.showAll(shown, "subCategory", row.getString("sub_categories"));
        References.showAll(shown, "productOffering", row.getString("offerings"));
        return shown;
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        return requireTree(connection, id, body).flatMap(fits -> super.create(connection, login, id, body));
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        return requireTree(connection, id, after).flatMap(fits -> super.change(connection, login, id, before, after));
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .query(LOCK)
                .execute()
                .flatMap(locked -> connection.preparedQuery(USE).execute(Tuple.of(id.toString())))
                .invoke(rows -> {
                    String user = rows.iterator().next().getString(0);
                    if (user != null) {
                        throw new HubException(ApiError.IN_USE, "It is named by " + user + ".");
                    }
                })
                .flatMap(unused -> super.delete(connection, login, id));
    }

    /** Fails where the category above is not there, or where the tree would have a circle. */
    private static Uni<Void> requireTree(SqlConnection connection, UUID id, ObjectNode body) {
        if (!body.path("parentId").isTextual()) {
            return Uni.createFrom().voidItem();
        }
        String parent = body.path("parentId").textValue();
        return connection
                .query(LOCK)
                .execute()
                .flatMap(locked -> connection
                        .preparedQuery("select 1 from category where uuid::text = $1")
                        .execute(Tuple.of(parent)))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw References.unknown("/parentId", "Category", parent);
                    }
                })
                .flatMap(found -> connection.preparedQuery(IN_CIRCLE).execute(Tuple.of(parent, id.toString())))
                .invoke(rows -> {
                    if (rows.iterator().next().getBoolean(0)) {
                        throw new HubException(
                                ApiError.STATE_CHANGE,
                                "/parentId: the category '" + parent
                                        + "' is this one or is below it, so it can't be above.");
                    }
                })
                .replaceWithVoid();
    }
}
