package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.resource.ReferenceId;
import io.billinghub.core.prepaid.application.PrepaidBalances;
import io.billinghub.core.prepaid.model.Movement;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.UUID;

/** TMF654 topupBalance: adds to the bucket that it names by its id, or opens one that it describes. */
@Singleton
class TopUpBalanceResource extends MovementResource {

    private final PrepaidBalances balances;

    TopUpBalanceResource(PrepaidBalances balances) {
        super(
                MovementTable.described("topupBalance")
                        .operations(PrepaidRights.MOVEMENTS)
                        .rights(PrepaidRights.OF_MOVEMENTS)
                        .attributes("""
                                amount: quantity, required
                                balanceTopup: object
                                bucket: object, required
                                channel: object
                                confirmationDate: dateTime, given
                                description: string
                                isAutoTopup: boolean
                                logicalResource: [object]
                                numberOfPeriods: integer
                                partyAccount: ref, required
                                paymentMethod: object
                                product: [object]
                                reason: string
                                recurringPeriod: string
                                relatedParty: [object]
                                requestedDate: dateTime, given
                                requestor: object
                                status: string, given
                                usageType: string, required
                                validFor: period
                                voucher: string
                                """)
                        .note(
                                "The hub repeats no top-up by itself: recurringPeriod and numberOfPeriods are kept and shown"
                                        + " and have no effect, and isAutoTopup true is refused.")
                        .example("""
                                {"amount": {"amount": 20, "units": "EUR"}, "usageType": "monetary",
                                 "partyAccount": {"id": "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11", "@referredType": "BillingAccount"},
                                 "bucket": {"name": "Credit", "priority": 10, "lowAt": 5, "scope": {"productOffering": [], "partner": []}},
                                 "validFor": {"endDateTime": "2099-01-01T00:00:00Z"}, "channel": {"name": "shop"}}
                                """)
                        .build(),
                MovementTable.query("('TOP_UP')"));
        this.balances = balances;
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        MovementRequest request = new MovementRequest(body);
        TopUpRequest topUp = new TopUpRequest(body);
        topUp.requireOnce();
        UUID account = request.account().orElseThrow(() -> ReferenceId.unknown("", "/partyAccount/id"));
        Movement movement = request.movement(id);
        return request.bucket()
                .map(bucket -> {
                    topUp.requireNamedOnly();
                    return balances.topUp(
                            connection, login, account, bucket, request.usageType(), topUp.to(), movement);
                })
                .orElseGet(
                        () -> balances.open(connection, login, account, request.usageType(), topUp.opened(), movement));
    }
}
