package io.billinghub.core.billrun.model;

import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.billrun.model.TermsCharge.Bearing;
import io.billinghub.core.billrun.model.TermsInput.Offered;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;

/**
 * Runs over the months of 2026 that apply the terms of one account, by the same pure parts as those of the hub; in the place of the
 * database stand lists. What a run corrects is what it learns of a month that another run has billed.
 */
final class SimulatedTerms {

    static final SoldAs DATA = new SoldAs(1, "data", "host", Optional.empty(), Optional.empty());
    static final SoldAs LINE = new SoldAs(2, "line", "host", Optional.empty(), Optional.empty());
    static final SoldAs TV = new SoldAs(3, "tv", "kino", Optional.of(20L), Optional.empty());

    private static final TermsInput.Named NAMED = new TermsInput.Named(
            "host",
            Map.of("data", new Offered(DATA, false)),
            Map.of("kino", new Bearing("kino", 200, Optional.of(20L))),
            Map.of("B-1", 77L));

    private final AccountModifiers modifiers;
    private final int burnt;
    private final List<Charged> charged = new ArrayList<>();
    private final List<KeptState> kept = new ArrayList<>();
    private final Map<Long, Set<LocalDate>> corrected = new HashMap<>();
    private final List<TermsCharge> charges = new ArrayList<>();

    /**
     * What a run has charged by plans.
     *
     * @param month under whose terms
     * @param run the month of the run
     */
    private record Charged(int month, int run, ChargedSum sum) {}

    /**
     * An account.
     *
     * @param burnt how many points it wants to burn in each month
     */
    SimulatedTerms(AccountModifiers modifiers, int burnt) {
        this.modifiers = modifiers;
        this.burnt = burnt;
    }

    static LocalPeriod month(int month) {
        LocalDate first = LocalDate.of(2026, month, 1);
        return new LocalPeriod(first, first.plusMonths(1));
    }

    /** A sum by words, {@code "usage 12.50"}: as many units as it costs; a fee is one piece, a partner's line too. */
    static ChargedSum sum(int month, String words) {
        String[] parts = words.trim().split(" ", -1);
        BigDecimal net = new BigDecimal(parts[1]);
        BigDecimal one = BigDecimal.valueOf(net.signum());
        return switch (parts[0]) {
            case "usage" -> new ChargedSum(1, DATA, ChargeKind.USAGE, month(month), "GB", net, net);
            case "fee" -> new ChargedSum(1, LINE, ChargeKind.RECURRING, month(month), "month", one, net);
            case "tv" -> new ChargedSum(1, TV, ChargeKind.PARTNER, month(month), "month", one, net);
            default -> throw new IllegalArgumentException(words);
        };
    }

    static TermsInput input(
            AccountModifiers modifiers, int month, Collection<ChargedSum> sums, AccountState before, int burnt) {
        return new TermsInput(
                "run " + month,
                1,
                CurrencyUnit.EUR,
                month(month),
                new AccountTerms(
                        modifiers, new Customer("A-1", null, null, List.of("HI")), null, BigDecimal.valueOf(burnt)),
                List.copyOf(sums),
                List.of(),
                before,
                Map.of(),
                List.of(),
                NAMED);
    }

    /**
     * The run of a month.
     *
     * @param learnt what the plans charge in it, by the month under whose terms that is
     * @return what it charges by terms
     */
    List<TermsCharge> run(int month, Map<Integer, List<ChargedSum>> learnt) {
        learnt.forEach((of, sums) -> sums.forEach(sum -> charged.add(new Charged(of, month, sum))));
        Set<LocalDate> now = learnt.keySet().stream()
                .filter(of -> of != month)
                .map(of -> month(of).from())
                .collect(Collectors.toSet());
        List<KeptState> again = KeptState.toReplay(kept, now, corrected);
        corrected.put((long) month, now);
        AccountState latest =
                kept.isEmpty() ? AccountState.START : kept.get(kept.size() - 1).state();
        Optional<TermsReplay> replay = again.isEmpty() ? Optional.empty() : Optional.of(replay(month, again));
        Optional<AccountState> began = replay.map(each -> each.begin(latest));
        TermsOutcome own =
                TermsPricing.price(input(modifiers, month, sums(month, month, false), began.orElse(latest), burnt));
        List<TermsCharge> made =
                new ArrayList<>(replay.map(TermsReplay::charges).orElse(List.of()));
        made.addAll(own.charges());
        kept.add(new KeptState(kept.size() + 1, 1, month, month(month), kept.size(), began, own.after()));
        charges.addAll(made);
        return made;
    }

    private TermsReplay replay(int run, List<KeptState> again) {
        AccountState began = again.get(0).beganWith(kept);
        return TermsReplay.of(again.stream()
                .map(state -> new TermsReplay.Billed(
                        input(modifiers, (int) state.run(), sums((int) state.run(), run, false), began, burnt),
                        charged(charges.stream()
                                .filter(charge ->
                                        of(charge).equals(state.billing().from()))
                                .toList()),
                        sums((int) state.run(), run, true)))
                .toList());
    }

    /** What charges by terms come to, as it is asked of the database. */
    static List<ChargedTerms> charged(List<TermsCharge> charges) {
        return charges.stream()
                .map(charge -> new ChargedTerms(
                        charge.sold().offeringId(),
                        charge.kind(),
                        charge.modifier(),
                        charge.amount().getAmount()))
                .toList();
    }

    /** A period that was billed by its terms, and what is corrected of it. */
    static TermsReplay.Billed billed(TermsInput known, List<ChargedSum> corrections) {
        return new TermsReplay.Billed(known, charged(TermsPricing.price(known).charges()), corrections);
    }

    private static LocalDate of(TermsCharge charge) {
        return charge.corrected().orElse(charge.service().from());
    }

    /** What is charged under the terms of a month: by the run now, or by those before; a month's own run counts as before. */
    private List<ChargedSum> sums(int month, int run, boolean now) {
        List<ChargedSum> sums = charged.stream()
                .filter(each -> each.month() == month && (each.run() == run && run != month) == now)
                .map(Charged::sum)
                .toList();
        return List.copyOf(ChargedSum.byId(sums).values());
    }

    AccountState state() {
        return kept.get(kept.size() - 1).state();
    }

    /** What all runs together have charged by terms, by the month that they are of; without what comes to nothing. */
    SortedMap<String, BigDecimal> billed() {
        SortedMap<String, BigDecimal> billed = new TreeMap<>();
        charges.forEach(charge -> add(billed, charge));
        billed.values().removeIf(amount -> amount.signum() == 0);
        return billed;
    }

    /** What they would have charged, had all been known in time; months in the order of their runs. */
    SortedMap<String, BigDecimal> withFullKnowledge() {
        SortedMap<String, BigDecimal> due = new TreeMap<>();
        AccountState state = AccountState.START;
        for (KeptState each : kept) {
            int month = (int) each.run();
            List<ChargedSum> sums = charged.stream()
                    .filter(charge -> charge.month() == month)
                    .map(Charged::sum)
                    .toList();
            TermsOutcome outcome = TermsPricing.price(
                    input(modifiers, month, ChargedSum.byId(sums).values(), state, burnt));
            outcome.charges().forEach(charge -> add(due, charge));
            state = outcome.after();
        }
        due.values().removeIf(amount -> amount.signum() == 0);
        return due;
    }

    private static void add(SortedMap<String, BigDecimal> all, TermsCharge charge) {
        LocalDate month = of(charge);
        String key =
                charge.kind() + " " + charge.modifier() + " " + charge.sold().product() + " "
                        + charge.service().to() + " " + charge.bearer() + " " + charge.sponsorId();
        all.merge(month + " " + key, charge.amount().getAmount(), BigDecimal::add);
    }

    /** The same in words: {@code "TRUE_UP data -10.00"}, with who bears it and who sponsors it. */
    static String words(List<TermsCharge> charges) {
        return charges.stream()
                .map(charge -> charge.kind() + " " + charge.sold().product() + " "
                        + charge.amount().getAmount().toPlainString()
                        + charge.bearer().map(party -> " by " + party.partner()).orElse("")
                        + charge.sponsorId().map(account -> " to " + account).orElse(""))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
