package io.billinghub.api.customerbill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Operation;
import io.billinghub.api.tmf630.resource.ReadOnlyResource;
import io.billinghub.api.tmf630.resource.Rights;
import io.billinghub.api.tmf630.resource.Validity;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * TMF678 billCycle: one period of a billing cycle specification, with its dates. It is there once the period's bill run is; a
 * run that failed or was cancelled is none. The specification writes its reference with a capital letter.
 */
@Singleton
class BillCycleResource extends ReadOnlyResource {

    private static final String SPECIFICATION = "BillCycleSpecification";
    private static final String NAME = "(c.name || ' ' || r.bill_period)";
    private static final String PERIOD = "(r.bill_period || '/' || r.period_to)";

    private static final PagedQuery QUERY = new PagedQuery(
            "select r.uuid, r.bill_period, r.period_to, r.issue_date, r.due_date, c.uuid as cycle_uuid, c.name as cycle_name, "
                    + NAME + " as name, " + PERIOD + " as period ",
            """
            from bill_run r join bill_cycle c on c.id = r.cycle_id
            where r.kind = 'CYCLE' and r.state not in ('FAILED', 'CANCELLED') and
            """);

    private static final Definition DEFINITION = Definition.of("customerBillManagement", "billCycle")
            .tag("TMF678 Customer Bill Management")
            .operations(Operation.READ)
            .rights(new Rights(
                    Set.of(
                            RealmRoles.HUB_ADMIN,
                            RealmRoles.MARKETPLACE_ADMIN,
                            RealmRoles.BILLING_MANAGER,
                            RealmRoles.BILLING_OPERATIVE,
                            RealmRoles.FINANCE,
                            RealmRoles.AUDITOR,
                            RealmRoles.IT_OPERATIVE),
                    Set.of()))
            .attributes("""
                    billingDate: dateTime, given
                    billingPeriod: string, given
                    name: string, given
                    paymentDueDate: dateTime, given
                    BillCycleSpecification: ref, given
                    validFor: period, given
                    """)
            .tieBreaker("r.id")
            .column("id", "r.uuid", ValueType.UUID)
            .column("name", NAME, ValueType.TEXT)
            .column("billingDate", "r.issue_date", ValueType.DAY)
            .column("billingPeriod", PERIOD, ValueType.TEXT)
            .column("paymentDueDate", "r.due_date", ValueType.DAY)
            .column(SPECIFICATION + ".id", "c.uuid", ValueType.UUID)
            .column(SPECIFICATION + ".name", "c.name", ValueType.TEXT)
            .column("validFor.startDateTime", "r.bill_period", ValueType.DAY)
            .column("validFor.endDateTime", "r.period_to", ValueType.DAY)
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
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("name", row.getString("name"))
                .put("billingPeriod", row.getString("period"))
                .put("billingDate", row.getLocalDate("issue_date") + "T00:00:00Z")
                .put("paymentDueDate", row.getLocalDate("due_date") + "T00:00:00Z");
        Validity.show(shown, "validFor", row, "bill_period", "period_to");
        String id = row.getUUID("cycle_uuid").toString();
        shown.putObject(SPECIFICATION)
                .put("id", id)
                .put("href", "/tmf-api/accountManagement/v4/billingCycleSpecification/" + id)
                .put("name", row.getString("cycle_name"))
                .put("@referredType", "BillingCycleSpecification");
        return shown;
    }
}
