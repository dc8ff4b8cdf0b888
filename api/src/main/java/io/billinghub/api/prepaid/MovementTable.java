package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Validity;
import io.vertx.mutiny.sqlclient.Row;

/** What the resources over movements have in common: the statement, the columns that are filtered by, and what is shown. */
final class MovementTable {

    /** Whose movement it is, so that its customer hears of it and no partner does. */
    static final String OWNER = "select null::bigint as partner_id, account_id from prepaid_movement where uuid = $1";

    private static final String UNITS = "coalesce(b.unit, b.currency::text)";

    private static final String COLUMNS =
            "select e.uuid, e.kind, e.amount, e.balance_after, e.description, e.reason, e.made_at, e.extension::text as extension, "
                    + "b.uuid as bucket_uuid, b.name as bucket_name, b.usage_type, b.valid_from, b.valid_to, "
                    + "b.currency is not null as money, a.uuid as account_uuid, a.number, r.uuid as run_uuid, " + UNITS
                    + " as units ";

    private static final String FROM = """
            from prepaid_movement e
            join prepaid_bucket b on b.id = e.bucket_id
            join billing_account a on a.id = e.account_id
            left join bill_run r on r.id = e.run_id
            where
            """;

    private MovementTable() {}

    /** All movements. */
    static PagedQuery query() {
        return new PagedQuery(COLUMNS, FROM);
    }

    /** @param kinds as SQL, e.g. {@code ('TOP_UP')} */
    static PagedQuery query(String kinds) {
        return new PagedQuery(COLUMNS, FROM + "e.kind in " + kinds + " and");
    }

    static Definition.Builder described(String segment) {
        return Definition.of(PrepaidRights.API, segment)
                .tag(PrepaidRights.TAG)
                .tieBreaker("e.id")
                .kept("e.extension")
                .column("id", "e.uuid", ValueType.UUID)
                .column("amount.amount", "e.amount", ValueType.NUMBER)
                .column("amount.units", UNITS, ValueType.TEXT)
                .column("bucket.id", "b.uuid", ValueType.UUID)
                .column("bucket.name", "b.name", ValueType.TEXT)
                .column("confirmationDate", "e.made_at", ValueType.INSTANT)
                .column("description", "e.description", ValueType.TEXT)
                .column("partyAccount.id", "a.uuid", ValueType.UUID)
                .column("partyAccount.name", "a.number", ValueType.TEXT)
                .column("reason", "e.reason", ValueType.TEXT)
                .column("requestedDate", "e.made_at", ValueType.INSTANT)
                .column("status", "('completed'::text)", ValueType.TEXT)
                .column("usageType", "b.usage_type", ValueType.TEXT)
                .column("validFor.startDateTime", "b.valid_from", ValueType.DAY)
                .column("validFor.endDateTime", "b.valid_to", ValueType.DAY);
    }

    static ObjectNode show(Row row) {
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        String made = row.getOffsetDateTime("made_at").toInstant().toString();
        shown.put("requestedDate", made).put("confirmationDate", made).put("status", "completed");
        for (String text : new String[] {"description", "reason"}) {
            if (row.getString(text) != null) {
                shown.put(text, row.getString(text));
            }
        }
        Shown.quantity(shown, "amount", row.getBigDecimal("amount"), row.getString("units"), row.getBoolean("money"));
        Shown.bucket(shown.putObject("bucket"), row.getUUID("bucket_uuid").toString(), row.getString("bucket_name"));
        Shown.account(shown, row.getUUID("account_uuid"), row.getString("number"));
        shown.put("usageType", row.getString("usage_type"));
        Validity.show(shown, "validFor", row, "valid_from", "valid_to");
        return shown;
    }
}
