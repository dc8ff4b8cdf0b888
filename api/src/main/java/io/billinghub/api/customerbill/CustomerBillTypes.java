package io.billinghub.api.customerbill;

import io.billinghub.api.tmf630.Filter;
import io.billinghub.api.tmf630.ResourceType;
import io.billinghub.api.tmf630.ValueType;
import java.util.Map;
import java.util.Set;

/** What may be asked of the resources of TMF678, over the aliases that {@link CustomerBillQueries} gives its tables. */
final class CustomerBillTypes {

    static final String BASE = "/tmf-api/customerBillManagement/v4";

    static final Set<String> STATES = Set.of("new", "onHold", "validated", "sent", "partiallyPaid", "settled");

    static final ResourceType CUSTOMER_BILL = new ResourceType(
            "CustomerBill",
            BASE + "/customerBill",
            Set.of(
                    "id",
                    "href",
                    "billDate",
                    "billNo",
                    "category",
                    "lastUpdate",
                    "nextBillDate",
                    "paymentDueDate",
                    "runType",
                    "amountDue",
                    "appliedPayment",
                    "billDocument",
                    "billingAccount",
                    "billingPeriod",
                    "financialAccount",
                    "paymentMethod",
                    "relatedParty",
                    "remainingAmount",
                    "state",
                    "taxExcludedAmount",
                    "taxIncludedAmount",
                    "taxItem"),
            Map.of(
                    "id", Filter.column("b.uuid", ValueType.UUID),
                    "billNo", Filter.column("b.payment_reference", ValueType.TEXT),
                    "billDate", Filter.column("b.issue_date", ValueType.DAY),
                    "paymentDueDate", Filter.column("b.due_date", ValueType.DAY),
                    "state", Filter.oneOf("b.state", STATES),
                    "amountDue.value", Filter.column("b.amount_due", ValueType.NUMBER),
                    "amountDue.unit", Filter.column("b.currency", ValueType.TEXT),
                    "billingAccount.id", Filter.column("a.uuid", ValueType.UUID),
                    "billingPeriod.startDateTime", Filter.column("b.bill_period", ValueType.DAY),
                    "billingPeriod.endDateTime", Filter.column("b.period_to", ValueType.DAY)),
            Map.of(
                    "billDate", "b.issue_date",
                    "paymentDueDate", "b.due_date",
                    "billNo", "b.payment_reference",
                    "state", "b.state",
                    "amountDue.value", "b.amount_due_minor",
                    "billingAccount.id", "a.uuid"),
            "b.id");

    static final ResourceType APPLIED_RATE = new ResourceType(
            "AppliedCustomerBillingRate",
            BASE + "/appliedCustomerBillingRate",
            Set.of(
                    "id",
                    "href",
                    "date",
                    "description",
                    "isBilled",
                    "name",
                    "type",
                    "appliedTax",
                    "bill",
                    "billingAccount",
                    "characteristic",
                    "periodCoverage",
                    "product",
                    "taxExcludedAmount",
                    "taxIncludedAmount"),
            Map.of(
                    "id", RateId::filter,
                    "isBilled", Filter.column("true", ValueType.BOOLEAN),
                    "date", Filter.column("b.issue_date", ValueType.DAY),
                    "type", Filter.oneOf(AppliedRate.TYPE_SQL, AppliedRate.TYPES),
                    "bill.id", Filter.column("b.uuid", ValueType.UUID),
                    "billingAccount.id", Filter.column("a.uuid", ValueType.UUID),
                    "product.id", Filter.column("o.uuid", ValueType.UUID)),
            Map.of("date", "b.issue_date", "name", "o.name", "billingAccount.id", "a.uuid"),
            "l.bill_id, l.position");

    private CustomerBillTypes() {}
}
