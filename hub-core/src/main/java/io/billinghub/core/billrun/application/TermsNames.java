package io.billinghub.core.billrun.application;

import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.billrun.infrastructure.TermsFactsSql;
import io.billinghub.core.billrun.model.TermsInput;
import io.billinghub.core.billrun.model.TermsPricing;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.discount.Coupon;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the terms of accounts name beside their charges, as of a billing period; each asked once, and only where something is named. */
@ApplicationScoped
public class TermsNames {

    private final TermsFactsSql facts;

    public TermsNames(TermsFactsSql facts) {
        this.facts = facts;
    }

    /** Products, bearers and sponsors by key, products and agreements as of the period's last day. */
    Uni<TermsInput.Named> named(SqlConnection connection, LocalPeriod period, Collection<AccountTerms> all) {
        String[] products = keys(all, TermsPricing::productsNamed);
        String[] bearers = keys(
                all,
                modifiers -> modifiers.bundles().stream()
                        .flatMap(bundle -> bundle.bearers().stream())
                        .map(Bearer::party));
        String[] sponsors =
                keys(all, modifiers -> modifiers.sponsorships().stream().map(Sponsorship::sponsor));
        return facts.host(connection)
                .flatMap(host -> ifAny(
                                products,
                                () -> facts.products(
                                        connection, products, period.to().minusDays(1)))
                        .flatMap(offered -> ifAny(
                                        bearers,
                                        () -> facts.bearers(
                                                connection, bearers, period.to().minusDays(1)))
                                .flatMap(bearing -> ifAny(sponsors, () -> facts.accountsByNumber(connection, sponsors))
                                        .map(accounts -> new TermsInput.Named(host, offered, bearing, accounts)))));
    }

    /** Keys of the products that accounts with bundles have in the period, by account. */
    Uni<Map<Long, List<String>>> productsThere(
            SqlConnection connection, LocalPeriod period, Map<Long, AccountTerms> terms) {
        Long[] bundled = terms.entrySet().stream()
                .filter(each -> !each.getValue().modifiers().bundles().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toArray(Long[]::new);
        return bundled.length == 0 ? Uni.createFrom().item(Map.of()) : facts.productsThere(connection, bundled, period);
    }

    /** Codes of coupons that were handed in and have a limit over all accounts. */
    static Stream<String> limitedInAll(AccountTerms terms) {
        return terms.modifiers().discounts().stream()
                .map(Discount::coupon)
                .filter(coupon -> coupon != null
                        && (coupon.timesInAll() > 0 || coupon.amountInAll() != null)
                        && terms.customer().coupons().contains(coupon.code()))
                .map(Coupon::code);
    }

    private static String[] keys(Collection<AccountTerms> all, Function<AccountModifiers, Stream<String>> named) {
        return all.stream()
                .map(AccountTerms::modifiers)
                .flatMap(named)
                .distinct()
                .sorted()
                .toArray(String[]::new);
    }

    private static <V> Uni<Map<String, V>> ifAny(String[] keys, Supplier<Uni<Map<String, V>>> question) {
        return keys.length == 0 ? Uni.createFrom().item(Map.of()) : question.get();
    }
}
