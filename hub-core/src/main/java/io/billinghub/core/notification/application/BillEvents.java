package io.billinghub.core.notification.application;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.notification.infrastructure.FanOutSql;
import io.billinghub.core.notification.model.ChangeKind;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Tells of single bills: put on hold, released, asked for on demand. Bills of a whole shard are told of by the shard's event. */
@ApplicationScoped
public class BillEvents {

    private final ResourceEvents events;
    private final FanOutSql bills;

    public BillEvents(ResourceEvents events, FanOutSql bills) {
        this.events = events;
        this.bills = bills;
    }

    /**
     * A bill has changed its state, in the caller's transaction.
     *
     * @param billId {@code customer_bill.id}
     * @param state the TMF678 state that it has now
     */
    public Uni<Void> stateChanged(SqlConnection transaction, TenantContext login, long billId, String state) {
        return bills.bill(transaction, billId, state)
                .flatMap(bill -> events.emit(
                        transaction,
                        login,
                        TmfApi.CUSTOMER_BILL_MANAGEMENT,
                        "CustomerBill",
                        ChangeKind.STATE_CHANGE,
                        bill.uuid(),
                        null,
                        bill.accountId().isPresent() ? bill.accountId().getAsLong() : null,
                        bill.json()));
    }

    /**
     * A bill was asked for on demand: a run was started for it, or the request was rejected.
     *
     * @param account {@code billing_account.uuid} as it was named
     * @param rootId {@code billing_account.id} of the account whose bill it will be
     */
    public Uni<Void> demanded(
            SqlConnection transaction, TenantContext login, UUID demand, UUID account, long rootId, boolean started) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", demand.toString())
                .put("href", "/tmf-api/customerBillManagement/v4/customerBillOnDemand/" + demand)
                .put("state", started ? "inProgress" : "rejected");
        json.putObject("billingAccount").put("id", account.toString()).put("@referredType", "BillingAccount");
        json.put("@type", "CustomerBillOnDemand");
        return events.emit(
                transaction,
                login,
                TmfApi.CUSTOMER_BILL_MANAGEMENT,
                "CustomerBillOnDemand",
                ChangeKind.CREATE,
                demand,
                null,
                rootId,
                json.toString());
    }
}
