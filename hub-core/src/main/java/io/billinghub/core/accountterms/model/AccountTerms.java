package io.billinghub.core.accountterms.model;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What stands around the plans of one account in one billing period.
 *
 * @param modifiers of all its terms together, each key with that of its document before it: {@code "gold/ten-percent"}
 * @param customer what discounts ask of the account
 * @param documents {@code account_terms.id} of its terms, any order; empty where they are on trial
 * @param pointsToBurn what was asked for in the period, zero or more; what a run before has burnt of it in the same period is still in it
 */
public record AccountTerms(
        AccountModifiers modifiers, Customer customer, List<Long> documents, BigDecimal pointsToBurn) {
    /** Refuses terms with a missing part. */
    public AccountTerms {
        Checks.present(modifiers, "modifiers");
        Checks.present(customer, "customer");
        documents = Checks.list(documents);
        Checks.notNegative(pointsToBurn, "pointsToBurn");
    }

    /**
     * The documents together, by key: limits, commitments, discounts, bundles and sponsorships of the first document stand before those
     * of the next; discount rules and loyalty are those of the first document that has some. An account does not sponsor itself.
     *
     * @param documents those that reach the account, in any order
     */
    public static AccountTerms of(Collection<TermsDocument> documents, Customer customer, BigDecimal pointsToBurn) {
        List<TermsDocument> byKey = documents.stream()
                .sorted(Comparator.comparing(TermsDocument::key))
                .toList();
        AccountModifiers modifiers = new AccountModifiers(
                all(byKey, TermsDocument::limits, WholeKeys::of),
                all(byKey, TermsDocument::commitments, WholeKeys::of),
                first(byKey, TermsDocument::discountRules),
                all(byKey, TermsDocument::discounts, WholeKeys::of),
                all(byKey, TermsDocument::bundles, WholeKeys::of),
                first(
                        byKey,
                        document -> document.loyalty() == null
                                ? null
                                : whole(document).of(document.loyalty())),
                null,
                all(byKey, TermsDocument::sponsorships, WholeKeys::of).stream()
                        .filter(sponsorship -> !sponsorship.sponsor().equals(customer.account()))
                        .toList());
        return new AccountTerms(modifiers, customer, null, pointsToBurn);
    }

    /** The same with the ids of the documents. */
    public AccountTerms withDocuments(Collection<Long> ids) {
        return new AccountTerms(modifiers, customer, List.copyOf(ids), pointsToBurn);
    }

    private static <T> List<T> all(
            List<TermsDocument> documents,
            Function<TermsDocument, List<T>> part,
            BiFunction<WholeKeys, T, T> withWholeKey) {
        return documents.stream()
                .flatMap(document ->
                        part.apply(document).stream().map(each -> withWholeKey.apply(whole(document), each)))
                .toList();
    }

    private static WholeKeys whole(TermsDocument document) {
        return new WholeKeys(document.key());
    }

    private static <T> T first(List<TermsDocument> documents, Function<TermsDocument, T> part) {
        return documents.stream().map(part).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
