package io.billinghub.core.billrun.application;

import io.billinghub.core.accountterms.infrastructure.AccountTermsSql;
import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.billrun.application.CorrectedTerms.Again;
import io.billinghub.core.billrun.infrastructure.AccountStateSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.ChargedSumSql;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.billrun.infrastructure.TermsChargeSql;
import io.billinghub.core.billrun.infrastructure.TermsFactsSql;
import io.billinghub.core.billrun.infrastructure.TermsFactsSql.PricedAccount;
import io.billinghub.core.billrun.model.ChargedSum;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.TermsInput;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;

/**
 * Applies the terms of a shard's accounts, and what they have prepaid, to what the run charges them: the last step of rating. Where
 * nothing is in force, nothing is prepaid and nothing waits for a sponsor, it asks three short questions and does nothing.
 *
 * <p>Lines that were billed on demand in the period count with those of the run: bills on demand go out without terms, and the run of the
 * cycle settles them. An account is priced in the order of its runs, whatever their periods: one that is resumed after the next period's
 * run goes on from what that has left, so nothing counts twice. What the run corrects of earlier periods takes no part in its own terms:
 * it carries those of the periods that it corrects ({@link CorrectedTerms}).
 */
@ApplicationScoped
public class ApplyTerms {

    private static final Uni<Boolean> YES = Uni.createFrom().item(true);

    private final AccountTermsSql terms;
    private final PrepaidSql prepaid;
    private final TermsFactsSql facts;
    private final ChargedSumSql sums;
    private final TermsNames names;
    private final CorrectedTerms corrections;
    private final AccountStateSql states;
    private final TermsChargeSql charges;
    private final BillRunSql runs;

    public ApplyTerms(
            AccountTermsSql terms,
            PrepaidSql prepaid,
            TermsFactsSql facts,
            ChargedSumSql sums,
            TermsNames names,
            CorrectedTerms corrections,
            AccountStateSql states,
            TermsChargeSql charges,
            BillRunSql runs) {
        this.terms = terms;
        this.prepaid = prepaid;
        this.facts = facts;
        this.sums = sums;
        this.names = names;
        this.corrections = corrections;
        this.states = states;
        this.charges = charges;
        this.runs = runs;
    }

    /**
     * What the shard's accounts have around their plans.
     *
     * @param credits by {@code billing_account.id}, as the terms
     * @param corrected which periods the run corrects
     * @param again those to which terms were applied
     */
    private record Around(
            Map<Long, AccountTerms> terms,
            Map<Long, List<Credit>> credits,
            Map<Long, Set<LocalDate>> corrected,
            Map<Long, Again> again) {
        Long[] accounts() {
            return Stream.of(terms.keySet(), credits.keySet(), again.keySet())
                    .flatMap(Set::stream)
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
     * @param corrected first days of the periods that the charges correct, by account
     */
    Uni<Void> apply(
            SqlConnection connection,
            RunShard shard,
            List<ShardUsageAccount> accounts,
            Set<Long> parked,
            Map<Long, Set<LocalDate>> corrected) {
        Map<Long, Long> roots = accounts.stream()
                .filter(each -> !parked.contains(each.rootId()))
                .collect(Collectors.toMap(each -> each.account().id(), ShardUsageAccount::rootId));
        return corrections
                .again(connection, shard, corrected)
                .flatMap(again -> anything(connection, shard)
                        .flatMap(any -> any || !again.isEmpty()
                                ? stillToPrice(connection, shard, roots)
                                        .flatMap(ids -> sponsored(connection, shard, ids)
                                                .flatMap(claimed -> around(
                                                        connection, shard, ids, only(corrected, ids), only(again, ids)))
                                                .flatMap(around -> around.accounts().length == 0
                                                        ? Uni.createFrom().voidItem()
                                                        : price(connection, shard, roots, around)))
                                : Uni.createFrom().voidItem()));
    }

    private static <V> Map<Long, V> only(Map<Long, V> byAccount, Long[] ids) {
        Set<Long> some = Set.of(ids);
        return byAccount.entrySet().stream()
                .filter(each -> some.contains(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
        return parkedRoots.isEmpty() || shard.kind().ofOneAccount()
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

    private Uni<Around> around(
            SqlConnection connection,
            RunShard shard,
            Long[] accounts,
            Map<Long, Set<LocalDate>> corrected,
            Map<Long, Again> again) {
        return terms.anyInForce(connection, shard.periodFrom())
                .flatMap(any -> any
                        ? terms.inForce(connection, accounts, shard.periodFrom(), shard.periodTo())
                        : Uni.createFrom().item(Map.<Long, AccountTerms>of()))
                .flatMap(inForce -> prepaid.any(connection)
                        .flatMap(any -> any
                                ? prepaid.credits(connection, shard.runId(), accounts)
                                : Uni.createFrom().item(Map.<Long, List<Credit>>of()))
                        .map(credits -> new Around(inForce, credits, corrected, again)));
    }

    private Uni<Void> price(SqlConnection connection, RunShard shard, Map<Long, Long> roots, Around around) {
        Long[] ids = around.accounts();
        LocalPeriod billing = new LocalPeriod(shard.periodFrom(), shard.periodTo());
        return facts.accounts(connection, ids)
                .flatMap(accounts -> sums(connection, shard, accounts)
                        .flatMap(sums -> corrections
                                .known(connection, shard, around.corrected(), around.again(), accounts)
                                .flatMap(corrected -> names.productsThere(connection, billing, around.terms())
                                        .flatMap(there -> names.named(
                                                        connection,
                                                        billing,
                                                        around.terms().values())
                                                .flatMap(named -> begin(connection, around, corrected)
                                                        .emitOn(Infrastructure.getDefaultWorkerPool())
                                                        .invoke(priced -> byRoot(accounts, roots)
                                                                .forEach((root, some) -> priced.price(
                                                                        root,
                                                                        some.stream()
                                                                                .map(account -> input(
                                                                                        shard, around, account, sums,
                                                                                        there, named))
                                                                                .toList(),
                                                                        corrected))))))))
                .flatMap(priced -> store(connection, shard, ids, priced));
    }

    /** What the accounts have reached; coupons that may be used are locked. */
    private Uni<PricedTerms> begin(SqlConnection connection, Around around, Map<Long, CorrectedTerms.Known> corrected) {
        List<String> limited = Stream.concat(
                        around.terms().values().stream(),
                        corrected.values().stream().flatMap(CorrectedTerms.Known::terms))
                .flatMap(TermsNames::limitedInAll)
                .toList();
        return states.reached(connection, around.accounts())
                .flatMap(
                        reached -> states.lockCoupons(connection, limited).map(used -> new PricedTerms(used, reached)));
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
        AccountTerms own = around.terms().getOrDefault(account.id(), PricedTerms.without(account));
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
                .transformToUniAndConcatenate(each -> this.sums
                        .sums(connection, shard, each.getValue().toArray(Long[]::new), each.getKey())
                        .invoke(all::putAll))
                .onItem()
                .ignoreAsUni()
                .replaceWith(all);
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
