package io.billinghub.core.billrun.application;

import io.billinghub.core.accountterms.infrastructure.AccountTermsSql;
import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.billrun.infrastructure.AccountStateSql;
import io.billinghub.core.billrun.infrastructure.ChargedSumSql;
import io.billinghub.core.billrun.infrastructure.CorrectionSql;
import io.billinghub.core.billrun.infrastructure.TermsChargeSql;
import io.billinghub.core.billrun.infrastructure.TermsChargeSql.OfPeriod;
import io.billinghub.core.billrun.infrastructure.TermsFactsSql.PricedAccount;
import io.billinghub.core.billrun.model.AttributedSum;
import io.billinghub.core.billrun.model.ChargedSum;
import io.billinghub.core.billrun.model.ChargedTerms;
import io.billinghub.core.billrun.model.KeptState;
import io.billinghub.core.billrun.model.NewCharge;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.TermsInput;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql.Drawn;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;

/**
 * What is needed to price earlier periods of accounts again whose charges a run corrects: their terms as they were, what they were
 * charged, and what the run corrects of it. A run without corrections asks nothing here; else all is asked for the whole shard, what
 * differs by period once for each period.
 */
@ApplicationScoped
public class CorrectedTerms {

    private final AccountStateSql states;
    private final CorrectionSql corrections;
    private final AccountTermsSql terms;
    private final ChargedSumSql sums;
    private final PrepaidSql prepaid;
    private final TermsNames names;
    private final TermsChargeSql charges;

    public CorrectedTerms(
            AccountStateSql states,
            CorrectionSql corrections,
            AccountTermsSql terms,
            ChargedSumSql sums,
            PrepaidSql prepaid,
            TermsNames names,
            TermsChargeSql charges) {
        this.states = states;
        this.corrections = corrections;
        this.terms = terms;
        this.sums = sums;
        this.prepaid = prepaid;
        this.names = names;
        this.charges = charges;
    }

    /** Which periods the charges of a run correct, by account. */
    static Map<Long, Set<LocalDate>> of(List<NewCharge> charges) {
        return charges.stream()
                .filter(charge -> charge.corrected().isPresent())
                .collect(Collectors.groupingBy(
                        NewCharge::accountId,
                        Collectors.mapping(charge -> charge.corrected().orElseThrow(), Collectors.toSet())));
    }

    /**
     * What is priced again.
     *
     * @param began what the run of the first state began with
     * @param states not empty, in their order
     */
    record Again(AccountState began, List<KeptState> states) {}

    /**
     * Periods of which the terms are applied again, by account; accounts for which no terms were applied then are left out.
     *
     * @param corrected as {@link #of} says
     */
    Uni<Map<Long, Again>> again(SqlConnection connection, RunShard shard, Map<Long, Set<LocalDate>> corrected) {
        if (corrected.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return states.ofOthers(connection, shard, ids(corrected)).flatMap(kept -> {
            Map<Long, List<KeptState>> some = kept.entrySet().stream()
                    .filter(each -> !KeptState.toReplay(each.getValue(), corrected.get(each.getKey()), Map.of())
                            .isEmpty())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            return some.isEmpty()
                    ? Uni.createFrom().item(Map.of())
                    : corrections.corrected(connection, shard, ids(some)).map(made -> again(some, corrected, made));
        });
    }

    private static Map<Long, Again> again(
            Map<Long, List<KeptState>> kept, Map<Long, Set<LocalDate>> corrected, List<CorrectionSql.Corrected> made) {
        Map<Long, Map<Long, Set<LocalDate>>> before = made.stream()
                .collect(Collectors.groupingBy(
                        CorrectionSql.Corrected::accountId,
                        Collectors.groupingBy(
                                CorrectionSql.Corrected::runId,
                                Collectors.mapping(CorrectionSql.Corrected::period, Collectors.toSet()))));
        Map<Long, Again> again = new TreeMap<>();
        kept.forEach((account, all) -> {
            List<KeptState> some =
                    KeptState.toReplay(all, corrected.get(account), before.getOrDefault(account, Map.of()));
            again.put(account, new Again(some.get(0).beganWith(all), some));
        });
        return again;
    }

    /**
     * What is known of one account.
     *
     * @param began what the first of the periods began with
     * @param periods in the order of their runs, each with what is corrected of it
     * @param corrections all that the run corrects, also of periods to which no terms were applied
     */
    record Known(AccountState began, List<Period> periods, List<ChargedSum> corrections) {
        static final Known NOTHING = new Known(AccountState.START, List.of(), List.of());

        /** Terms of any of the periods. */
        Stream<AccountTerms> terms() {
            return periods.stream().map(period -> period.then().terms());
        }
    }

    /**
     * One of them; its credits are what its run has drawn.
     *
     * @param charged what other runs have charged by its terms
     */
    record Period(PricedTerms.Facts then, List<ChargedTerms> charged, List<ChargedSum> corrections) {}

    /**
     * All that is known, by account; accounts of which nothing is corrected are left out.
     *
     * @param corrected as {@link #of} says
     * @param accounts those that are priced
     */
    Uni<Map<Long, Known>> known(
            SqlConnection connection,
            RunShard shard,
            Map<Long, Set<LocalDate>> corrected,
            Map<Long, Again> again,
            List<PricedAccount> accounts) {
        List<PricedAccount> some = accounts.stream()
                .filter(account -> corrected.containsKey(account.id()))
                .toList();
        if (some.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return sums(connection, shard, some, again)
                .flatMap(charged -> drawn(connection, again.values())
                        .flatMap(drawn -> byTerms(connection, shard, again.values())
                                .flatMap(byTerms -> then(connection, again.values())
                                        .map(then -> some.stream()
                                                .collect(Collectors.toMap(
                                                        PricedAccount::id,
                                                        account -> known(
                                                                account,
                                                                again.get(account.id()),
                                                                charged.getOrDefault(account.id(), List.of()),
                                                                drawn,
                                                                byTerms,
                                                                then)))))));
    }

    /** What the runs of the states have drawn of prepaid credits. */
    private Uni<List<Drawn>> drawn(SqlConnection connection, Collection<Again> again) {
        List<KeptState> all =
                again.stream().flatMap(each -> each.states().stream()).toList();
        return all.isEmpty()
                ? Uni.createFrom().item(List.of())
                : prepaid.drawn(
                        connection, Columns.longs(all, KeptState::accountId), Columns.longs(all, KeptState::run));
    }

    /** What other runs have charged by the terms of the states' periods. */
    private Uni<List<OfPeriod>> byTerms(SqlConnection connection, RunShard shard, Collection<Again> again) {
        List<KeptState> all =
                again.stream().flatMap(each -> each.states().stream()).toList();
        return all.isEmpty() ? Uni.createFrom().item(List.of()) : charges.charged(connection, shard, all);
    }

    private static Known known(
            PricedAccount account,
            Again again,
            List<AttributedSum> charged,
            List<Drawn> drawn,
            List<OfPeriod> byTerms,
            Map<LocalPeriod, Then> then) {
        List<ChargedSum> corrections = charged.stream()
                .filter(AttributedSum::now)
                .map(AttributedSum::sum)
                .toList();
        if (again == null) {
            return new Known(AccountState.START, List.of(), corrections);
        }
        List<Period> periods = again.states().stream()
                .map(state -> new Period(
                        then.get(state.billing()).facts(account, state, charged, drawn),
                        byTerms.stream()
                                .filter(each -> each.accountId() == account.id()
                                        && each.period().equals(state.billing().from()))
                                .map(OfPeriod::charged)
                                .toList(),
                        state.own(charged, true)))
                .toList();
        return new Known(again.began(), periods, corrections);
    }

    /** One statement for each currency that the accounts have. */
    private Uni<Map<Long, List<AttributedSum>>> sums(
            SqlConnection connection, RunShard shard, List<PricedAccount> accounts, Map<Long, Again> again) {
        Map<CurrencyUnit, List<PricedAccount>> byCurrency = accounts.stream()
                .collect(Collectors.groupingBy(PricedAccount::currency, TreeMap::new, Collectors.toList()));
        Map<Long, List<AttributedSum>> all = new HashMap<>();
        return Multi.createFrom()
                .iterable(byCurrency.entrySet())
                .onItem()
                .transformToUniAndConcatenate(each -> sums.corrected(
                                connection,
                                shard,
                                each.getValue().stream().map(PricedAccount::id).toArray(Long[]::new),
                                each.getValue().stream()
                                        .filter(account -> again.containsKey(account.id()))
                                        .flatMap(account -> again.get(account.id()).states().stream())
                                        .toList(),
                                each.getKey())
                        .invoke(all::putAll))
                .onItem()
                .ignoreAsUni()
                .replaceWith(all);
    }

    /** What stood around the plans of accounts in an earlier period. */
    private record Then(Map<Long, AccountTerms> terms, Map<Long, List<String>> productsThere, TermsInput.Named named) {

        PricedTerms.Facts facts(
                PricedAccount account, KeptState state, List<AttributedSum> charged, List<Drawn> drawn) {
            return new PricedTerms.Facts(
                    String.valueOf(state.run()),
                    account,
                    state.billing(),
                    terms.getOrDefault(account.id(), PricedTerms.without(account)),
                    state.own(charged, false),
                    drawn.stream()
                            .filter(each -> each.runId() == state.run() && each.accountId() == account.id())
                            .map(Drawn::credit)
                            .toList(),
                    productsThere.getOrDefault(account.id(), List.of()),
                    named);
        }
    }

    private Uni<Map<LocalPeriod, Then>> then(SqlConnection connection, Collection<Again> again) {
        Map<LocalPeriod, List<KeptState>> byPeriod = again.stream()
                .flatMap(each -> each.states().stream())
                .collect(Collectors.groupingBy(
                        KeptState::billing,
                        () -> new TreeMap<>(
                                Comparator.comparing(LocalPeriod::from).thenComparing(LocalPeriod::to)),
                        Collectors.toList()));
        Map<LocalPeriod, Then> then = new HashMap<>();
        return Multi.createFrom()
                .iterable(byPeriod.entrySet())
                .onItem()
                .transformToUniAndConcatenate(each -> then(connection, each.getKey(), each.getValue())
                        .invoke(found -> then.put(each.getKey(), found)))
                .onItem()
                .ignoreAsUni()
                .replaceWith(then);
    }

    private Uni<Then> then(SqlConnection connection, LocalPeriod period, List<KeptState> kept) {
        List<KeptState> last = new ArrayList<>(kept.stream()
                .collect(Collectors.toMap(KeptState::accountId, each -> each, (one, later) -> later, TreeMap::new))
                .values());
        Long[] accounts = last.stream().map(KeptState::accountId).toArray(Long[]::new);
        Long[] ids = last.stream().map(KeptState::id).toArray(Long[]::new);
        return terms.inForceThen(connection, accounts, ids, period.from(), period.to())
                .flatMap(inForce -> names.productsThere(connection, period, inForce)
                        .flatMap(there -> names.named(connection, period, inForce.values())
                                .map(named -> new Then(inForce, there, named))));
    }

    private static Long[] ids(Map<Long, ?> byAccount) {
        return byAccount.keySet().stream().sorted().toArray(Long[]::new);
    }
}
