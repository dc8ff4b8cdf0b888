package io.billinghub.onboarding.priceplan.application;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.onboarding.priceplan.infrastructure.PricePlanTable;
import io.billinghub.onboarding.priceplan.model.StoredPricePlan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads price plans; a partner's login sees those of what is sold under its agreements. */
@ApplicationScoped
public class PricePlans {

    private final TenantTransaction transactions;
    private final PricePlanTable table;

    public PricePlans(TenantTransaction transactions, PricePlanTable table) {
        this.transactions = transactions;
        this.table = table;
    }

    /** Those of the query, by key and version. */
    public Uni<List<StoredPricePlan>> list(TenantContext context, PricePlanTable.Query query) {
        return transactions.run(context, connection -> table.list(connection, query));
    }

    /** Empty if there is none, or none that the login may see. */
    public Uni<Optional<StoredPricePlan>> one(TenantContext context, UUID id) {
        return transactions.run(context, connection -> table.one(connection, id));
    }
}
