package io.billinghub.core.tenancy;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** From a tenant's key, as tokens carry it, to its id. Keys and ids never change, so what was found is kept. */
@ApplicationScoped
public class Tenants {

    private final Pool pool;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    public Tenants(Pool pool) {
        this.pool = pool;
    }

    /** The tenant's id, or empty where no such tenant was created. */
    public Uni<Optional<Integer>> idOf(String key) {
        Integer id = known.get(key);
        if (id != null) {
            return Uni.createFrom().item(Optional.of(id));
        }
        return pool.preparedQuery("select tenant_id_of($1)")
                .execute(Tuple.of(key))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getInteger(0)))
                .invoke(found -> found.ifPresent(tenant -> known.put(key, tenant)));
    }

    /** Creates the tenant, or brings its name and time zone up to date; answers its id. */
    public Uni<Integer> create(String key, String name, String timeZone) {
        return pool.preparedQuery("select create_tenant($1, $2, $3)")
                .execute(Tuple.of(key, name, timeZone))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** All tenants' ids, for workers that look after each of them. */
    public Uni<List<Integer>> all() {
        return pool.query("select id from tenant_keys()").execute().map(rows -> {
            List<Integer> ids = new ArrayList<>();
            for (Row row : rows) {
                ids.add(row.getInteger(0));
            }
            return ids;
        });
    }
}
