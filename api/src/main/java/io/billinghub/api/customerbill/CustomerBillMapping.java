package io.billinghub.api.customerbill;

import io.billinghub.api.customerbill.CustomerBillQueries.BillRow;
import io.billinghub.api.tmf630.Reference;
import io.billinghub.api.tmf630.TimePeriod;
import io.billinghub.api.tmf630.TmfMoney;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** From rows to the representations of TMF678. */
final class CustomerBillMapping {

    private CustomerBillMapping() {}

    static CustomerBill bill(BillRow found) {
        Row row = found.bill();
        String id = row.getUUID("uuid").toString();
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        BigDecimal net = row.getBigDecimal("net");
        return new CustomerBill(
                id,
                CustomerBillTypes.CUSTOMER_BILL.href(id),
                row.getString("payment_reference"),
                TimePeriod.midnight(row.getLocalDate("issue_date")),
                Optional.ofNullable(row.getLocalDate("due_date"))
                        .map(TimePeriod::midnight)
                        .orElse(null),
                row.getString("state"),
                "normal",
                row.getString("kind").equals("CYCLE") ? "onCycle" : "offCycle",
                TimePeriod.ofDays(row.getLocalDate("bill_period"), row.getLocalDate("period_to")),
                account(row),
                parties(found),
                money(currency, net),
                money(currency, net.add(row.getBigDecimal("tax"))),
                money(currency, row.getBigDecimal("amount_due")),
                found.taxes().stream()
                        .map(tax -> new CustomerBill.TaxItem(
                                tax.getString("category"),
                                plain(tax.getBigDecimal("rate")),
                                money(currency, tax.getBigDecimal("tax"))))
                        .toList(),
                documents(id, found.invoices()),
                "CustomerBill");
    }

    static AppliedRate rate(Row row) {
        String bill = row.getUUID("bill_uuid").toString();
        String id = new RateId(row.getUUID("bill_uuid"), row.getInteger("position")).toString();
        BigDecimal net = row.getBigDecimal("net");
        BigDecimal tax = row.getBigDecimal("tax");
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return new AppliedRate(
                id,
                CustomerBillTypes.APPLIED_RATE.href(id),
                TimePeriod.midnight(row.getLocalDate("issue_date")),
                row.getString("offering_name"),
                row.getString("description"),
                true,
                net.signum() < 0 ? AppliedRate.CREDIT : AppliedRate.CHARGE,
                new Reference(bill, CustomerBillTypes.CUSTOMER_BILL.href(bill), null, null, "CustomerBill"),
                account(row),
                Reference.to(
                        "ProductOffering", row.getUUID("offering_uuid").toString(), row.getString("offering_name")),
                TimePeriod.ofDays(row.getLocalDate("service_from"), row.getLocalDate("service_to")),
                money(currency, net),
                tax == null ? null : money(currency, net.add(tax)),
                List.of(new AppliedRate.Tax(
                        row.getString("tax_category"),
                        plain(row.getBigDecimal("tax_rate")),
                        tax == null ? null : money(currency, tax))),
                characteristics(row),
                "AppliedCustomerBillingRate");
    }

    /** The key of a charge that a modifier has made is of the hub's own and may name who bears it: the query leaves it out. */
    private static List<AppliedRate.Characteristic> characteristics(Row row) {
        List<AppliedRate.Characteristic> characteristics = new ArrayList<>();
        characteristics.add(new AppliedRate.Characteristic("quantity", "number", plain(row.getBigDecimal("quantity"))));
        characteristics.add(new AppliedRate.Characteristic("unit", "string", row.getString("unit")));
        String grouping = row.getString("grouping_key");
        if (!grouping.isEmpty()) {
            characteristics.add(new AppliedRate.Characteristic("groupingKey", "string", grouping));
        }
        return characteristics;
    }

    private static List<Reference> parties(BillRow found) {
        List<Reference> parties = new ArrayList<>();
        parties.add(Reference.party(
                "customer",
                found.bill().getUUID("party_uuid").toString(),
                found.bill().getString("party_name")));
        found.invoices().stream()
                .map(invoice -> Reference.party(
                        "seller", invoice.getUUID("seller_uuid").toString(), invoice.getString("seller_name")))
                .distinct()
                .forEach(parties::add);
        return parties;
    }

    private static List<CustomerBill.Document> documents(String bill, List<Row> invoices) {
        List<CustomerBill.Document> documents = new ArrayList<>();
        documents.add(new CustomerBill.Document(
                bill, "Bill", "bill", "application/pdf", "/hub/v1/bills/" + bill + "/pdf", "AttachmentRefOrValue"));
        for (Row invoice : invoices) {
            String id = invoice.getUUID("uuid").toString();
            String number = invoice.getString("number");
            documents.add(new CustomerBill.Document(
                    id,
                    number == null ? "Invoice without a number yet" : number,
                    "UBL 2.1",
                    "application/xml",
                    "/hub/v1/tax-invoices/" + id + "/ubl",
                    "AttachmentRefOrValue"));
        }
        return documents;
    }

    private static Reference account(Row row) {
        return Reference.to("BillingAccount", row.getUUID("account_uuid").toString(), row.getString("account_name"));
    }

    /** Posted amounts have the currency's decimals already: anything finer is a fault and is not rounded away here. */
    private static TmfMoney money(CurrencyUnit currency, BigDecimal amount) {
        return TmfMoney.of(Money.of(currency, amount, RoundingMode.UNNECESSARY));
    }

    /** Without zeros at the end: 25.500 is shown as 25.5. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }
}
