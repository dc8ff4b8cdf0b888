package io.billinghub.core.billrun.application;

import io.billinghub.core.accountterms.infrastructure.AccountTermsSql;
import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.billrun.infrastructure.AccountStateSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.billrun.infrastructure.TermsChargeSql;
import io.billinghub.core.billrun.infrastructure.TermsFactsSql;
import io.billinghub.core.billrun.infrastructure.TermsFactsSql.PricedAccount;
import io.billinghub.core.billrun.model.ChargedSum;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.TermsInput;
import io.billinghub.core.billrun.model.TermsPricing;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.discount.Coupon;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;

/**
 * Applies the terms of a shard's accounts, and what they have prepaid, to what the run charges them: the last step of rating. Where
 * nothing is in force, nothing is prepaid and nothing waits for a sponsor, it asks three short questions and does nothing.
 *
 * <p>Lines that were billed on demand in the period count with those of the run: bills on demand go out without terms, and the run of the
 * cycle settles them. An account is priced in the order of its runs, whatever their periods: one that is resumed after the next period's
 * run goes on from what that has left, so nothing counts twice.
 */
@ApplicationScoped
public class ApplyTerms {

    private static final Uni<Boolean> YES = Uni.createFrom().item(true);

    private final AccountTermsSql terms;
    private final PrepaidSql prepaid;
    private final TermsFactsSql facts;
    private final AccountStateSql states;
    private final TermsChargeSql charges;
    private final BillRunSql runs;

    public ApplyTerms(
            AccountTermsSql terms,
            PrepaidSql prepaid,
            TermsFactsSql facts,
            AccountStateSql states,
            TermsChargeSql charges,
            BillRunSql runs) {
        this.terms = terms;
        this.prepaid = prepaid;
        this.facts = facts;
        this.states = states;
        this.charges = charges;
        this.runs = runs;
    }

    /**
     * What the shard's accounts have around their plans.
     *
     * @param credits by {@code billing_account.id}, as the terms
     */
    private record Around(Map<Long, AccountTerms> terms, Map<Long, List<Credit>> credits) {
        Long[] accounts() {
            return Stream.concat(terms.keySet().stream(), credits.keySet().stream())
                    .distinct()
                    .sorted()
                    .toArray(Long[]::new);
        }
    }

    /**
     * Applies the terms; all other charges of the run are inserted.
     *
     * @param accounts of the shard
     * @param parked root accounts that are parked already
     */
    Uni<Void> apply(SqlConnection connection, RunShard shard, List<ShardUsageAccount> accounts, Set<Long> parked) {
        Map<Long, Long> roots = accounts.stream()
                .filter(each -> !parked.contains(each.rootId()))
                .collect(Collectors.toMap(each -> each.account().id(), ShardUsageAccount::rootId));
        return anything(connection, shard)
                .flatMap(any -> any
                        ? stillToPrice(connection, shard, roots)
                                .flatMap(ids -> sponsored(connection, shard, ids)
                                        .flatMap(claimed -> around(connection, shard, ids))
                                        .flatMap(around -> around.accounts().length == 0
                                                ? Uni.createFrom().voidItem()
                                                : price(connection, shard, roots, around)))
                        : Uni.createFrom().voidItem());
    }

    /** Whether the tenant has anything that could matter here. */
    private Uni<Boolean> anything(SqlConnection connection, RunShard shard) {
        return terms.anyInForce(connection, shard.periodFrom())
                .flatMap(inForce -> inForce ? YES : prepaid.any(connection))
                .flatMap(any -> any ? YES : charges.anyToClaim(connection))
                .flatMap(any ->
                        any || !shard.reopened() ? Uni.createFrom().item(any) : charges.anyMade(connection, shard));
    }

    /** Takes back what the terms of roots have come to that are parked after rating: they leave nothing for later runs. */
    Uni<Void> takeBack(SqlConnection connection, RunShard shard, List<Long> parkedRoots) {
        return parkedRoots.isEmpty() || shard.kind() == RunKind.ON_DEMAND
                ? Uni.createFrom().voidItem()
                : charges.unbilled(connection, shard, parkedRoots.toArray(Long[]::new))
                        .flatMap(accounts -> takeBack(connection, shard, accounts));
    }

    private Uni<Void> takeBack(SqlConnection connection, RunShard shard, Long[] accounts) {
        return charges.takeBack(connection, shard, accounts)
                .flatMap(done -> prepaid.any(connection))
                .flatMap(any -> any
                        ? prepaid.draw(connection, shard.runId(), accounts, List.of())
                        : Uni.createFrom().item(0))
                .replaceWithVoid();
    }

    /** All accounts; of a reopened shard those without a bill of this run, with what it has made of their terms before taken back. */
    private Uni<Long[]> stillToPrice(SqlConnection connection, RunShard shard, Map<Long, Long> roots) {
        Long[] all = roots.keySet().stream().sorted().toArray(Long[]::new);
        if (!shard.reopened()) {
            return Uni.createFrom().item(all);
        }
        Long[] rootIds = roots.values().stream().distinct().sorted().toArray(Long[]::new);
        return charges.unbilled(connection, shard, rootIds)
                .map(unbilled -> Stream.of(unbilled).filter(roots::containsKey).toArray(Long[]::new))
                .call(unbilled -> takeBack(connection, shard, unbilled));
    }

    private Uni<Integer> sponsored(SqlConnection connection, RunShard shard, Long[] accounts) {
        return charges.anyToClaim(connection)
                .flatMap(any -> any
                        ? charges.claim(connection, shard, accounts)
                        : Uni.createFrom().item(0));
    }

    private Uni<Around> around(SqlConnection connection, RunShard shard, Long[] accounts) {
        return terms.anyInForce(connection, shard.periodFrom())
                .flatMap(any -> any
                        ? terms.inForce(connection, accounts, shard.periodFrom(), shard.periodTo())
                        : Uni.createFrom().item(Map.<Long, AccountTerms>of()))
                .flatMap(inForce -> prepaid.any(connection)
                        .flatMap(any -> any
                                ? prepaid.credits(connection, shard.runId(), accounts)
                                : Uni.createFrom().item(Map.<Long, List<Credit>>of()))
                        .map(credits -> new Around(inForce, credits)));
    }

    private Uni<Void> price(SqlConnection connection, RunShard shard, Map<Long, Long> roots, Around around) {
        Long[] ids = around.accounts();
        return facts.accounts(connection, ids)
                .flatMap(accounts -> sums(connection, shard, accounts)
                        .flatMap(sums -> productsThere(connection, shard, around)
                                .flatMap(there -> named(
                                                connection,
                                                shard,
                                                around.terms().values())
                                        .flatMap(named -> states.reached(connection, ids)
                                                .flatMap(reached -> states.lockCoupons(
                                                                connection,
                                                                limitedInAll(around.terms()
                                                                        .values()))
                                                        .map(used -> new PricedTerms(used, reached)))
                                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                                .invoke(priced -> byRoot(accounts, roots)
                                                        .forEach((root, some) -> priced.price(
                                                                root,
                                                                some.stream()
                                                                        .map(account -> input(
                                                                                shard, around, account, sums, there,
                                                                                named))
                                                                        .toList())))))))
                .flatMap(priced -> store(connection, shard, ids, priced));
    }

    private static Map<Long, List<PricedAccount>> byRoot(List<PricedAccount> accounts, Map<Long, Long> roots) {
        return accounts.stream()
                .collect(Collectors.groupingBy(
                        account -> roots.get(account.id()), LinkedHashMap::new, Collectors.toList()));
    }

    private static PricedTerms.Facts input(
            RunShard shard,
            Around around,
            PricedAccount account,
            Map<Long, List<ChargedSum>> sums,
            Map<Long, List<String>> there,
            TermsInput.Named named) {
        AccountTerms own = around.terms()
                .getOrDefault(
                        account.id(),
                        new AccountTerms(
                                AccountModifiers.NONE,
                                new Customer(account.number(), null, null, null),
                                BigDecimal.ZERO));
        return new PricedTerms.Facts(
                shard.runUuid().toString(),
                account,
                new LocalPeriod(shard.periodFrom(), shard.periodTo()),
                own,
                sums.getOrDefault(account.id(), List.of()),
                around.credits().getOrDefault(account.id(), List.of()),
                there.getOrDefault(account.id(), List.of()),
                named);
    }

    /** One statement for each currency that the accounts have. */
    private Uni<Map<Long, List<ChargedSum>>> sums(
            SqlConnection connection, RunShard shard, List<PricedAccount> accounts) {
        Map<CurrencyUnit, List<Long>> byCurrency = accounts.stream()
                .collect(Collectors.groupingBy(
                        PricedAccount::currency,
                        TreeMap::new,
                        Collectors.mapping(PricedAccount::id, Collectors.toList())));
        Map<Long, List<ChargedSum>> all = new HashMap<>();
        return Multi.createFrom()
                .iterable(byCurrency.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        each -> facts.sums(connection, shard, each.getValue().toArray(Long[]::new), each.getKey())
                                .invoke(all::putAll))
                .onItem()
                .ignoreAsUni()
                .replaceWith(all);
    }

    private Uni<Map<Long, List<String>>> productsThere(SqlConnection connection, RunShard shard, Around around) {
        Long[] bundled = around.terms().entrySet().stream()
                .filter(each -> !each.getValue().modifiers().bundles().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toArray(Long[]::new);
        return bundled.length == 0
                ? Uni.createFrom().item(Map.of())
                : facts.productsThere(connection, bundled, new LocalPeriod(shard.periodFrom(), shard.periodTo()));
    }

    private Uni<TermsInput.Named> named(SqlConnection connection, RunShard shard, Collection<AccountTerms> all) {
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
                                        connection, products, shard.periodTo().minusDays(1)))
                        .flatMap(offered -> ifAny(
                                        bearers,
                                        () -> facts.bearers(
                                                connection,
                                                bearers,
                                                shard.periodTo().minusDays(1)))
                                .flatMap(bearing -> ifAny(sponsors, () -> facts.accountsByNumber(connection, sponsors))
                                        .map(accounts -> new TermsInput.Named(host, offered, bearing, accounts)))));
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

    /** Codes of coupons that were handed in and have a limit over all accounts. */
    private static List<String> limitedInAll(Collection<AccountTerms> all) {
        return all.stream()
                .flatMap(each -> each.modifiers().discounts().stream()
                        .map(Discount::coupon)
                        .filter(coupon -> coupon != null
                                && (coupon.timesInAll() > 0 || coupon.amountInAll() != null)
                                && each.customer().coupons().contains(coupon.code())))
                .map(Coupon::code)
                .toList();
    }

    private Uni<Void> store(SqlConnection connection, RunShard shard, Long[] accounts, PricedTerms priced) {
        return charges.insert(connection, shard, priced.charges())
                .flatMap(done -> states.keep(connection, shard, priced.states()))
                .flatMap(done -> states.useCoupons(connection, shard, priced.coupons()))
                .flatMap(done -> prepaid.any(connection))
                .flatMap(any -> any
                        ? prepaid.draw(connection, shard.runId(), accounts, priced.draws())
                        : Uni.createFrom().item(0))
                .flatMap(done -> runs.park(
                        connection,
                        shard.runId(),
                        List.copyOf(priced.parked().keySet()),
                        List.copyOf(priced.parked().values())))
                .flatMap(done ->
                        takeBack(connection, shard, List.copyOf(priced.parked().keySet())));
    }
}
