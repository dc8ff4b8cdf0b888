package io.billinghub.core.accountterms.model;

import io.billinghub.core.rating.modifier.discount.Customer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * An account as terms see it.
 *
 * @param id {@code billing_account.id}
 * @param currency in which it is billed
 * @param zone of the cycle in which it is billed
 * @param openFrom first day of the earliest period that still takes something in
 * @param segment null if it has none
 * @param groups in alphabetical order
 * @param version of segment and groups, for If-Match; 0 where they were never set
 */
public record TermsAccount(
        long id,
        String number,
        CurrencyUnit currency,
        ZoneId zone,
        LocalDate openFrom,
        String segment,
        List<String> groups,
        int version) {
    /** Keeps a copy of the list. */
    public TermsAccount {
        groups = List.copyOf(groups);
    }

    /** What discounts ask of it, without coupons. */
    public Customer customer() {
        return new Customer(number, groups, segment, null);
    }
}
