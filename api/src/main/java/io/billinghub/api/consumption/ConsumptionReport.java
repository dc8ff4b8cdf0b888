package io.billinghub.api.consumption;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.consumption.ConsumptionSql.Named;
import io.billinghub.api.consumption.ConsumptionSql.Names;
import io.billinghub.core.consumption.model.Consumption;
import io.billinghub.core.consumption.model.PayingAccount;
import io.billinghub.core.consumption.model.Used;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.usage.model.RatedUsage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.Money;

/**
 * The usageConsumption of TMF677: a bucket per account, product, partner and unit, with the quantity that is used as its counter.
 * Amounts are an extension: {@code estimatedAmount} of the report and of each bucket, and {@code charge} with what it consists of.
 */
final class ConsumptionReport {

    /** Most charges of a bucket, and most steps of a charge, that are listed; events that tell of a report have to fit as well. */
    private static final int MOST = 50;

    private static final String ACCOUNTS = "/tmf-api/accountManagement/v4/billingAccount/";
    private static final String OFFERINGS = "/tmf-api/productCatalogManagement/v4/productOffering/";
    private static final String PRODUCTS = "/tmf-api/productInventory/v4/product/";

    private final PayingAccount account;
    private final Names names;
    private final Instant now;
    private final JsonNodeFactory json = JsonNodeFactory.withExactBigDecimals(true);

    ConsumptionReport(PayingAccount account, Names names, Instant now) {
        this.account = account;
        this.names = names;
        this.now = now;
    }

    /** The one element of the answer. */
    ObjectNode of(Consumption consumption) {
        ObjectNode report = json.objectNode()
                .put("name", "Usage of account " + account.number())
                .put("state", "done")
                .put("creationDate", now.toString())
                .put("lastUpdate", now.toString());
        LocalPeriod days = new LocalPeriod(
                consumption.period().from(), consumption.period().to());
        report.set("validPeriod", period(days, consumption.zone()));
        report.putArray("partyAccount").add(reference(account.uuid().toString(), account.name()));
        SortedMap<String, Money> totals = new TreeMap<>();
        ArrayNode buckets = report.putArray("bucketRefOrValue");
        for (Used used : consumption.used()) {
            buckets.add(bucket(used, days, consumption.zone()));
            amounts(used).forEach((currency, amount) -> totals.merge(currency, amount, Money::plus));
        }
        report.set("estimatedAmount", monies(totals));
        return report.put("@type", "UsageConsumption");
    }

    /** A reference to an account. */
    ObjectNode reference(String id, String name) {
        return json.objectNode()
                .put("id", id)
                .put("href", ACCOUNTS + id)
                .put("name", name)
                .put("@referredType", "BillingAccount");
    }

    private ObjectNode bucket(Used used, LocalPeriod days, ZoneId zone) {
        PayingAccount.Account owner = account.account(used.accountId()).orElseThrow();
        ObjectNode bucket = json.objectNode()
                .put(
                        "id",
                        StableId.of(
                                        owner.uuid(),
                                        "bucket/" + used.offeringId() + "/" + used.partnerId() + "/" + used.unit())
                                .toString())
                .put("name", used.offeringName())
                .put("usageType", used.unit())
                .put("status", "active");
        bucket.set("validFor", period(days, zone));
        bucket.set("partyAccount", reference(owner.uuid().toString(), owner.name()));
        named(used, bucket);
        ObjectNode counter = bucket.putArray("bucketCounter").addObject();
        counter.put("counterType", "used")
                .put("level", "global")
                .put("valueName", used.quantity().stripTrailingZeros().toPlainString() + " " + used.unit());
        counter.set("consumptionPeriod", period(days, zone));
        counter.putObject("value").put("amount", used.quantity()).put("units", used.unit());
        bucket.put("recordCount", used.records());
        used.unrated().ifPresent(reason -> bucket.put("unratedReason", reason));
        if (!used.lines().isEmpty()) {
            bucket.set("estimatedAmount", monies(amounts(used)));
            ArrayNode charges = bucket.putArray("charge");
            used.lines().stream().limit(MOST).forEach(line -> charges.add(charge(line, zone)));
            if (used.lines().size() > MOST) {
                bucket.put("chargesLeftOut", used.lines().size() - MOST);
            }
        }
        return bucket;
    }

    private void named(Used used, ObjectNode bucket) {
        Named offering = names.offerings().get(used.offeringId());
        if (offering != null) {
            bucket.putObject("productOffering")
                    .put("id", offering.uuid().toString())
                    .put("href", OFFERINGS + offering.uuid())
                    .put("name", offering.name());
        }
        Named partner = names.partners().get(used.partnerId());
        if (partner != null) {
            bucket.putArray("relatedParty")
                    .addObject()
                    .put("id", partner.uuid().toString())
                    .put("name", partner.name())
                    .put("role", "partner")
                    .put("@referredType", "Organization");
        }
        ArrayNode products = json.arrayNode();
        names.products().stream()
                .filter(product -> product.accountId() == used.accountId() && product.offeringId() == used.offeringId())
                .limit(MOST)
                .forEach(product -> products.addObject()
                        .put("id", product.uuid().toString())
                        .put("href", PRODUCTS + product.uuid())
                        .put("name", product.name()));
        if (!products.isEmpty()) {
            bucket.set("product", products);
        }
    }

    private ObjectNode charge(RatedUsage.Line line, ZoneId zone) {
        Money net = Rounding.lineNet(line.amount());
        ObjectNode charge = json.objectNode()
                .put("pricePlan", line.meter().plan().key())
                .put("groupingKey", line.groupingKey())
                .put("quantity", line.quantity())
                .put("unit", line.unit());
        charge.set("amount", money(net));
        charge.set("validFor", period(line.meter().days(), zone));
        ArrayNode steps = charge.putArray("explanation");
        List<RatedStep> all = line.steps();
        all.stream().limit(MOST).forEach(step -> steps.add(step.sentence()));
        if (all.size() > MOST) {
            steps.add("and " + (all.size() - MOST) + " more steps");
        }
        return charge;
    }

    /** As a bill sums them: of lines that are rounded. */
    private static SortedMap<String, Money> amounts(Used used) {
        SortedMap<String, Money> amounts = new TreeMap<>();
        for (RatedUsage.Line line : used.lines()) {
            Money net = Rounding.lineNet(line.amount());
            amounts.merge(net.getCurrencyUnit().getCode(), net, Money::plus);
        }
        return amounts;
    }

    private ArrayNode monies(SortedMap<String, Money> amounts) {
        ArrayNode monies = json.arrayNode();
        amounts.values().forEach(amount -> monies.add(money(amount)));
        return monies;
    }

    private ObjectNode money(Money amount) {
        return json.objectNode().put("unit", amount.getCurrencyUnit().getCode()).put("value", amount.getAmount());
    }

    private ObjectNode period(LocalPeriod days, ZoneId zone) {
        return json.objectNode()
                .put("startDateTime", days.from().atStartOfDay(zone).toInstant().toString())
                .put("endDateTime", days.to().atStartOfDay(zone).toInstant().toString());
    }
}
