package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.UUID;
import org.joda.money.CurrencyUnit;

/** Parts that several resources show. */
final class Shown {

    private static final String ACCOUNTS = "/tmf-api/accountManagement/v4/billingAccount/";
    private static final String BUCKETS = "/tmf-api/" + PrepaidRights.API + "/v4/bucket/";

    private Shown() {}

    /** A quantity; money with the decimals of its currency. */
    static void quantity(ObjectNode shown, String attribute, BigDecimal amount, String units, boolean money) {
        shown.putObject(attribute).put("amount", exact(amount, units, money)).put("units", units);
    }

    static BigDecimal exact(BigDecimal amount, String units, boolean money) {
        int least = money ? CurrencyUnit.of(units).getDecimalPlaces() : 0;
        return amount.setScale(Math.max(least, amount.stripTrailingZeros().scale()));
    }

    /** By its number: the name of an account may be a person's. */
    static void account(ObjectNode shown, UUID account, String number) {
        shown.putObject("partyAccount")
                .put("id", account.toString())
                .put("href", ACCOUNTS + account)
                .put("name", number)
                .put("@referredType", "BillingAccount");
    }

    static ObjectNode bucket(ObjectNode reference, String bucket, String name) {
        return reference
                .put("id", bucket)
                .put("href", BUCKETS + bucket)
                .put("name", name)
                .put("@referredType", "Bucket");
    }
}
