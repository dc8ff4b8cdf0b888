package io.billinghub.settlement.share.application;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.settlement.share.model.AgreedShares;
import io.billinghub.settlement.share.model.ShareParty;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Map;
import java.util.Set;

/** The share models of agreements, with the parties that they name. */
public interface ShareAgreements {

    /**
     * The share models by {@code agreement_version.id}.
     *
     * @return fails with a {@link io.billinghub.core.error.HubException} of
     *     {@link io.billinghub.settlement.error.SettlementError} if a model is not valid or names an unknown party
     */
    Uni<Map<Long, AgreedShares>> of(SqlConnection transaction, TenantContext context, Set<Long> versionIds);

    /**
     * Parties that bear lines alone, by {@code party.id}, in what they are for the tenant; those that are not there are left out. Asks
     * nothing where none is wanted.
     */
    Uni<Map<Long, ShareParty>> bearers(SqlConnection transaction, TenantContext context, Set<Long> partyIds);
}
