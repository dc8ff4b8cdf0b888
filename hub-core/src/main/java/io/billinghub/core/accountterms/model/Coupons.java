package io.billinghub.core.accountterms.model;

import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.discount.Discount;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;

/** Which coupons an account can hand in. */
public final class Coupons {
    private Coupons() {}

    /**
     * Why the coupon is of no use to the account on this day; empty if it is. How often it was used already is not asked here: that is
     * known when a period is priced.
     *
     * @param inForce terms in force on the day of which a discount may want the coupon
     * @param billed the account's currency
     */
    public static Optional<String> refusal(
            List<TermsDocument> inForce, String code, Customer customer, CurrencyUnit billed, LocalDate day) {
        for (TermsDocument terms : inForce) {
            Optional<Discount> found = terms.discounts().stream()
                    .filter(discount -> discount.coupon() != null
                            && discount.coupon().code().equals(code))
                    .findFirst();
            if (found.isPresent()) {
                return refusal(terms, found.get(), customer, billed, day);
            }
        }
        return Optional.of("there is no coupon '" + code + "' in the terms that are in force on " + day);
    }

    private static Optional<String> refusal(
            TermsDocument terms, Discount discount, Customer customer, CurrencyUnit billed, LocalDate day) {
        if (!terms.reaches(customer, billed) || !discount.audience().includes(customer)) {
            return Optional.of(
                    "the coupon '" + discount.coupon().code() + "' is not for the account " + customer.account());
        }
        LocalDate end = discount.validity().to();
        if (end != null && !day.isBefore(end)) {
            return Optional.of(
                    "the discount of the coupon '" + discount.coupon().code() + "' has ended on " + end);
        }
        return Optional.empty();
    }
}
