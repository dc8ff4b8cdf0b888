package io.billinghub.core.tax.application;

import io.billinghub.core.tax.model.Supply;
import io.billinghub.core.tax.model.TaxedDays;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Says which tax supplies bear. The hub's own engine goes by the tenant's tables; another one takes its place as a CDI alternative. It decides
 * categories and rates only: amounts are computed by the hub, per tax invoice, category and rate.
 */
public interface TaxEngine {

    /**
     * The tax of each supply, asked once for all lines of a shard.
     *
     * @param transaction of the tenant
     * @return for each supply its days in order and without a gap, at least one entry; the same for the same supply as long as its tables
     *     are the same, since a run that is resumed asks again
     */
    Uni<Map<Supply, List<TaxedDays>>> decide(SqlConnection transaction, Collection<Supply> supplies);
}
