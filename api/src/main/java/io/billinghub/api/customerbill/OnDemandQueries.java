package io.billinghub.api.customerbill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.Page;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.Reference;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;

/** Bills on demand as TMF678 shows them. */
@ApplicationScoped
class OnDemandQueries {

    private static final PagedQuery DEMANDS = new PagedQuery(
            "select d.uuid, d.name, d.description, d.extension::text as extension, d.rejection, d.requested_at, a.uuid as account_uuid,"
                    + " a.name as account_name, b.uuid as bill_uuid, " + OnDemand.STATE_SQL + " as state ",
            """
            from customer_bill_on_demand d
            join billing_account a on a.id = d.account_id
            left join bill_run r on r.id = d.run_id
            left join customer_bill b on b.run_id = d.run_id
            where
            """);

    private final ObjectMapper json;

    OnDemandQueries(ObjectMapper json) {
        this.json = json;
    }

    Uni<Page<ObjectNode>> demands(SqlConnection connection, ListRequest request) {
        return DEMANDS.run(connection, request).map(page -> page.map(this::demand));
    }

    /** What the hub says stands over what the client said by the same name, which it refuses anyhow. */
    private ObjectNode demand(Row row) {
        String id = row.getUUID("uuid").toString();
        ObjectNode demand = extension(row);
        demand.put("id", id).put("href", OnDemand.TYPE.href(id));
        put(demand, "name", row.getString("name"));
        put(demand, "description", row.getString("description"));
        demand.put(
                "lastUpdate", row.getOffsetDateTime("requested_at").toInstant().toString());
        demand.set(
                "billingAccount",
                json.valueToTree(Reference.to(
                        "BillingAccount", row.getUUID("account_uuid").toString(), row.getString("account_name"))));
        String state = row.getString("state");
        if (state.equals("done")) {
            String bill = row.getUUID("bill_uuid").toString();
            demand.set(
                    "customerBill",
                    json.valueToTree(new Reference(
                            bill, CustomerBillTypes.CUSTOMER_BILL.href(bill), null, null, "CustomerBill")));
        }
        demand.put("state", state);
        put(demand, "rejectionReason", row.getString("rejection"));
        if (!demand.has("@type")) {
            demand.put("@type", "CustomerBillOnDemand");
        }
        return demand;
    }

    private ObjectNode extension(Row row) {
        try {
            return (ObjectNode) json.readTree(row.getString("extension"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column of JSON holds none", e);
        }
    }

    private static void put(ObjectNode demand, String member, String text) {
        if (text != null) {
            demand.put(member, text);
        }
    }
}
