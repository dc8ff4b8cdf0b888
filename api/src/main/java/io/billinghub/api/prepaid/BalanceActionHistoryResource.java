package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Operation;
import io.billinghub.api.tmf630.resource.ReadOnlyResource;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;

/**
 * TMF654 balanceActionHistory: all that has moved balances, also what bill runs have drawn and what was written off. The balance of a
 * bucket is the sum of its amounts. {@code receiverLogicalResource}, which belongs to transfers, is left out.
 */
@Singleton
class BalanceActionHistoryResource extends ReadOnlyResource {

    private static final PagedQuery QUERY = MovementTable.query();

    private static final Definition DEFINITION = MovementTable.described("balanceActionHistory")
            .operations(Operation.READ)
            .rights(PrepaidRights.OF_BALANCES)
            .attributes("""
                    amount: quantity, given
                    balanceAfter: quantity, given
                    billRun: string, given
                    bucket: ref, given
                    confirmationDate: dateTime, given
                    description: string, given
                    movement: string, given
                    partyAccount: ref, given
                    reason: string, given
                    requestedDate: dateTime, given
                    status: string, given
                    usageType: string, given
                    validFor: period, given
                    """)
            .column("balanceAfter.amount", "e.balance_after", ValueType.NUMBER)
            .column("billRun", "r.uuid", ValueType.UUID)
            .column("movement", "e.kind", ValueType.TEXT)
            .example("{}")
            .build();

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public PagedQuery query() {
        return QUERY;
    }

    @Override
    public ObjectNode show(Row row) {
        ObjectNode shown = MovementTable.show(row);
        shown.put("movement", row.getString("kind"));
        Shown.quantity(
                shown,
                "balanceAfter",
                row.getBigDecimal("balance_after"),
                row.getString("units"),
                row.getBoolean("money"));
        if (row.getUUID("run_uuid") != null) {
            shown.put("billRun", row.getUUID("run_uuid").toString());
        }
        return shown;
    }
}
