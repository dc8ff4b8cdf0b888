package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Operation;
import io.billinghub.api.tmf630.resource.ReadOnlyResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.math.BigDecimal;

/** TMF654 accumulatedBalance: what an account has in all its active buckets of one currency or unit. */
@Singleton
class AccumulatedBalanceResource extends ReadOnlyResource {

    private static final PagedQuery QUERY = new PagedQuery(
            "select e.uuid, e.units, e.money, e.total, e.reserved, e.buckets, e.account_uuid, e.number ",
            """
            from (
              select t.uuid, min(t.id) as id, t.units, t.money, t.account_uuid, t.number,
                     coalesce(sum(t.balance) filter (where t.status = 'active'), 0) as total,
                     coalesce(sum(least(t.reserved, t.balance)) filter (where t.status = 'active'), 0) as reserved,
                     (json_agg(json_build_object('id', t.bucket, 'name', t.name) order by t.priority, t.valid_to, t.id)
                        filter (where t.status = 'active'))::text as buckets
              from (
                select b.total_uuid as uuid, b.id, b.uuid as bucket, b.name, b.priority, b.valid_to, b.balance, b.reserved,
                       coalesce(b.unit, b.currency::text) as units, b.currency is not null as money, a.uuid as account_uuid, a.number,
                       STATUS as status
                from prepaid_bucket b
                join billing_account a on a.id = b.account_id
                join bill_cycle c on c.id = a.cycle_id
              ) t
              group by t.uuid, t.units, t.money, t.account_uuid, t.number
            ) e where
            """.replace("STATUS", BucketResource.STATUS));

    private static final Definition DEFINITION = Definition.of(PrepaidRights.API, "accumulatedBalance")
            .tag(PrepaidRights.TAG)
            .operations(Operation.READ)
            .rights(PrepaidRights.OF_BALANCES)
            .attributes("""
                    bucket: [ref], given
                    name: string, given
                    partyAccount: ref, given
                    reservedBalance: quantity, given
                    totalBalance: quantity, given
                    usableBalance: quantity, given
                    """)
            .tieBreaker("e.id")
            .column("id", "e.uuid", ValueType.UUID)
            .column("name", "('Prepaid ' || e.units)", ValueType.TEXT)
            .column("totalBalance.amount", "e.total", ValueType.NUMBER)
            .column("totalBalance.units", "e.units", ValueType.TEXT)
            .column("reservedBalance.amount", "e.reserved", ValueType.NUMBER)
            .column("usableBalance.amount", "(e.total - e.reserved)", ValueType.NUMBER)
            .column("partyAccount.id", "e.account_uuid", ValueType.UUID)
            .column("partyAccount.name", "e.number", ValueType.TEXT)
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
        BigDecimal total = row.getBigDecimal("total");
        BigDecimal reserved = row.getBigDecimal("reserved");
        ObjectNode shown = KeptJson.read("{}").put("name", "Prepaid " + units);
        Shown.quantity(shown, "totalBalance", total, units, money);
        Shown.quantity(shown, "reservedBalance", reserved, units, money);
        Shown.quantity(shown, "usableBalance", total.subtract(reserved), units, money);
        ArrayNode buckets = shown.putArray("bucket");
        if (row.getString("buckets") != null) {
            new JsonArray(row.getString("buckets")).forEach(each -> {
                JsonObject bucket = (JsonObject) each;
                Shown.bucket(buckets.addObject(), bucket.getString("id"), bucket.getString("name"));
            });
        }
        Shown.account(shown, row.getUUID("account_uuid"), row.getString("number"));
        return shown;
    }
}
