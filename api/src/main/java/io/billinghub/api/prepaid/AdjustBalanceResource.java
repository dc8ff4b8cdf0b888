package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.prepaid.application.PrepaidBalances;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * TMF654 adjustBalance: puts a balance right. An amount below zero deducts, at once and exactly, at most what can still be used; so do
 * charging systems, since version 4 of the specification has no deductBalance.
 */
@Singleton
class AdjustBalanceResource extends MovementResource {

    private final PrepaidBalances balances;

    AdjustBalanceResource(PrepaidBalances balances) {
        super(
                MovementTable.described("adjustBalance")
                        .operations(PrepaidRights.MOVEMENTS)
                        .rights(PrepaidRights.OF_MOVEMENTS)
                        .attributes("""
                                adjustType: string
                                amount: quantity, required
                                bucket: ref, required
                                channel: object
                                confirmationDate: dateTime, given
                                description: string
                                logicalResource: [object]
                                partyAccount: ref
                                product: [object]
                                reason: string
                                relatedParty: [object]
                                requestedDate: dateTime, given
                                requestor: object
                                status: string, given
                                usageType: string, required
                                validFor: period, given
                                """)
                        .example("""
                                {"amount": {"amount": -3.5, "units": "EUR"}, "usageType": "monetary", "reason": "roaming data",
                                 "bucket": {"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b12"}, "adjustType": "oneTime"}
                                """)
                        .build(),
                MovementTable.query("('ADJUST', 'DEDUCT')"));
        this.balances = balances;
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        MovementRequest request = new MovementRequest(body);
        return balances.adjust(
                connection,
                login,
                request.account(),
                request.bucket().orElseThrow(() -> new HubException(ApiError.INVALID_BODY, "/bucket/id: is missing.")),
                request.usageType(),
                request.movement(id));
    }
}
