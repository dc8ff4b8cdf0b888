package io.billinghub.core.usage.model;

import io.billinghub.core.rating.model.RatedStep;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.BigMoney;

/** What people call accounts, products and partners of usage. One thread at a time. */
final class UsageNames {

    private final Map<Long, String> numbers;
    private final Map<Long, Product> products = new HashMap<>();
    private final Map<UsageGroup, Partner> partners = new HashMap<>();

    private record Product(String key, String name) {}

    private record Partner(long id, String key) {}

    /** @param numbers of accounts, by id */
    UsageNames(Map<Long, String> numbers) {
        this.numbers = numbers;
    }

    /** The partner that is told first is that of the group. */
    void tell(UsageGroup group, String offeringKey, String offeringName, long partnerId, String partnerKey) {
        products.put(group.offeringId(), new Product(offeringKey, offeringName));
        partners.putIfAbsent(group, new Partner(partnerId, partnerKey));
    }

    boolean knows(UsageGroup group) {
        return partners.containsKey(group);
    }

    String account(UsageGroup group) {
        return numbers.get(group.accountId());
    }

    String account(long accountId) {
        return numbers.get(accountId);
    }

    String product(UsageGroup group) {
        return products.get(group.offeringId()).key();
    }

    String partner(UsageGroup group) {
        return partners.get(group).key();
    }

    /** A line of the group. */
    RatedUsage.Line line(
            UsageGroup group,
            Meter meter,
            String key,
            String words,
            BigDecimal quantity,
            String unit,
            long records,
            BigMoney amount,
            List<RatedStep> steps) {
        Partner partner = partners.get(group);
        String product = products.get(group.offeringId()).name();
        return new RatedUsage.Line(
                group.accountId(),
                group.offeringId(),
                words.isEmpty() ? product : product + " – " + words,
                partner.id(),
                partner.key(),
                key,
                meter,
                quantity,
                unit,
                records,
                amount,
                steps);
    }

    /** The group's usage in words. */
    String what(UsageGroup group) {
        return "usage of product " + product(group) + " on account " + account(group);
    }
}
