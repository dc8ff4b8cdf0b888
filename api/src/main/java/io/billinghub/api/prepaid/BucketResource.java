package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Operation;
import io.billinghub.api.tmf630.resource.ReadOnlyResource;
import io.billinghub.api.tmf630.resource.Validity;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.math.BigDecimal;

/**
 * TMF654 bucket: money, or a pack of units, of one account. {@code remainingValue} is its exact balance, {@code reservedValue} what usage
 * that no bill run has priced yet costs of it, {@code usableValue} the difference.
 */
@Singleton
class BucketResource extends ReadOnlyResource {

    /** Over a bucket {@code b} and the cycle {@code c} of its account. */
    static final String STATUS = """
            (case when b.valid_to <= (now() at time zone c.time_zone)::date then 'expired'
                  when b.valid_from > (now() at time zone c.time_zone)::date then 'suspended' else 'active' end)
            """.strip();

    private static final String UNITS = "coalesce(b.unit, b.currency::text)";

    private static final PagedQuery QUERY = new PagedQuery(
            "select b.uuid, b.name, b.description, b.priority, b.valid_from, b.valid_to, b.balance, b.reserved, b.low_at, b.usage_type, "
                    + "b.products, b.partners, b.opened_at, b.currency is not null as money, a.uuid as account_uuid, a.number, "
                    + UNITS + " as units, " + STATUS + " as status ",
            """
            from prepaid_bucket b
            join billing_account a on a.id = b.account_id
            join bill_cycle c on c.id = a.cycle_id
            where
            """);

    private static final Definition DEFINITION = Definition.of(PrepaidRights.API, "bucket")
            .tag(PrepaidRights.TAG)
            .operations(Operation.READ)
            .rights(PrepaidRights.OF_BALANCES)
            .attributes("""
                    confirmationDate: dateTime, given
                    description: string, given
                    isShared: boolean, given
                    lowValue: quantity, given
                    name: string, given
                    partyAccount: ref, given
                    priority: integer, given
                    remainingValue: quantity, given
                    remainingValueName: string, given
                    requestedDate: dateTime, given
                    reservedValue: quantity, given
                    scope: object, given
                    status: string, given
                    usableValue: quantity, given
                    usageType: string, given
                    validFor: period, given
                    """)
            .tieBreaker("b.id")
            .column("id", "b.uuid", ValueType.UUID)
            .column("name", "b.name", ValueType.TEXT)
            .column("description", "b.description", ValueType.TEXT)
            .column("priority", "b.priority", ValueType.NUMBER)
            .column("status", STATUS, ValueType.TEXT)
            .column("usageType", "b.usage_type", ValueType.TEXT)
            .column("remainingValue.amount", "b.balance", ValueType.NUMBER)
            .column("remainingValue.units", UNITS, ValueType.TEXT)
            .column("reservedValue.amount", "b.reserved", ValueType.NUMBER)
            .column("usableValue.amount", "greatest(b.balance - b.reserved, 0)", ValueType.NUMBER)
            .column("partyAccount.id", "a.uuid", ValueType.UUID)
            .column("partyAccount.name", "a.number", ValueType.TEXT)
            .column("confirmationDate", "b.opened_at", ValueType.INSTANT)
            .column("requestedDate", "b.opened_at", ValueType.INSTANT)
            .column("validFor.startDateTime", "b.valid_from", ValueType.DAY)
            .column("validFor.endDateTime", "b.valid_to", ValueType.DAY)
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
        String units = row.getString("units");
        boolean money = row.getBoolean("money");
        BigDecimal balance = row.getBigDecimal("balance");
        BigDecimal reserved = row.getBigDecimal("reserved");
        String opened = row.getOffsetDateTime("opened_at").toInstant().toString();
        ObjectNode shown = KeptJson.read("{}")
                .put("name", row.getString("name"))
                .put("status", row.getString("status"))
                .put("usageType", row.getString("usage_type"))
                .put("isShared", false)
                .put("requestedDate", opened)
                .put("confirmationDate", opened);
        if (row.getString("description") != null) {
            shown.put("description", row.getString("description"));
        }
        Shown.quantity(shown, "remainingValue", balance, units, money);
        Shown.quantity(shown, "reservedValue", reserved, units, money);
        Shown.quantity(shown, "usableValue", balance.subtract(reserved).max(BigDecimal.ZERO), units, money);
        Shown.quantity(shown, "lowValue", row.getBigDecimal("low_at"), units, money);
        shown.put("remainingValueName", Shown.exact(balance, units, money).toPlainString() + " " + units);
        Validity.show(shown, "validFor", row, "valid_from", "valid_to");
        Shown.account(shown, row.getUUID("account_uuid"), row.getString("number"));
        shown.put("priority", row.getInteger("priority"));
        ObjectNode scope = shown.putObject("scope");
        keys(scope.putArray(TopUpRequest.PRODUCTS), row.getArrayOfStrings("products"));
        keys(scope.putArray(TopUpRequest.PARTNERS), row.getArrayOfStrings("partners"));
        return shown;
    }

    private static void keys(ArrayNode shown, String[] keys) {
        for (String key : keys) {
            shown.add(key);
        }
    }
}
