package io.billinghub.core.billrun.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.KeptWords;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.joda.money.BigMoney;
import org.joda.money.Money;

/**
 * What a run's corrections of earlier periods make of the terms of an account in those periods. The periods from the first that is
 * corrected on are priced twice, in the order in which runs have priced them: by what was known before, and by what is known now, each
 * beginning with what the one before it leaves. The difference is charged. So a period that follows a corrected one changes with it
 * where something is carried from one to the other (a commitment, points, limits over all periods). Pure.
 *
 * @param charges the differences, none of them zero, each with the period that it corrects
 * @param state how what the periods leave differs
 */
public record TermsReplay(List<TermsCharge> charges, StateDifference state) {

    public TermsReplay {
        charges = List.copyOf(charges);
    }

    /**
     * A period that an earlier run has priced.
     *
     * @param known the period with its terms as they were, of prepaid credits what its run has drawn, and all sums that were known before
     *     this run; of the first one the state that its run began with
     * @param charged what other runs have charged by its terms
     * @param corrections what this run corrects of it; empty where it follows a corrected one only
     */
    public record Billed(TermsInput known, List<ChargedTerms> charged, List<ChargedSum> corrections) {
        public Billed {
            charged = List.copyOf(charged);
            corrections = List.copyOf(corrections);
        }
    }

    /**
     * Prices the periods again.
     *
     * @param inOrder the first one that is corrected, and all that were priced after it, in that order; not empty
     * @throws IllegalArgumentException if terms of then can't be applied any more; the message says which
     */
    public static TermsReplay of(List<Billed> inOrder) {
        AccountState known = inOrder.get(0).known().before();
        AccountState now = known;
        List<TermsCharge> charges = new ArrayList<>();
        for (Billed each : inOrder) {
            List<ChargedSum> all = new ArrayList<>(each.known().sums());
            TermsOutcome before = price(each, known, all);
            all.addAll(each.corrections());
            TermsOutcome after = price(each, now, all);
            charges.addAll(ChargedTerms.atMost(
                    difference(before.charges(), after.charges(), each.known().billing()), each.charged()));
            known = before.after();
            now = after.after();
        }
        return new TermsReplay(charges, new StateDifference(known, now));
    }

    private static TermsOutcome price(Billed each, AccountState state, List<ChargedSum> sums) {
        try {
            return TermsPricing.price(each.known()
                    .with(
                            new AccountState(
                                    state.commitments(),
                                    state.coupons(),
                                    state.points(),
                                    each.known().before().credits(),
                                    state.sponsored()),
                            ChargedSum.byId(sums).values()));
        } catch (IllegalArgumentException | ArithmeticException cannotBeApplied) {
            throw new IllegalArgumentException(
                    "those of the period from " + each.known().billing().from() + ", which is corrected: "
                            + cannotBeApplied.getMessage(),
                    cannotBeApplied);
        }
    }

    /** The state that the run's own pricing begins with. */
    public AccountState begin(AccountState latest) {
        return state.onto(latest);
    }

    private record Key(
            SoldAs sold,
            AdjustmentKind kind,
            String modifier,
            LocalDate to,
            Optional<TermsCharge.Bearing> bearer,
            Optional<Long> sponsor) {

        static Key of(TermsCharge charge) {
            return new Key(
                    charge.sold(),
                    charge.kind(),
                    charge.modifier(),
                    charge.service().to(),
                    charge.bearer(),
                    charge.sponsorId());
        }
    }

    private static List<TermsCharge> difference(
            List<TermsCharge> before, List<TermsCharge> after, LocalPeriod billing) {
        Map<Key, TermsCharge> old = new LinkedHashMap<>();
        before.stream().filter(TermsReplay::isByTerms).forEach(charge -> old.put(Key.of(charge), charge));
        List<TermsCharge> differences = new ArrayList<>();
        for (TermsCharge charge : after.stream().filter(TermsReplay::isByTerms).toList()) {
            TermsCharge was = old.remove(Key.of(charge));
            differences.add(
                    was == null
                            ? corrected(charge, charge.amount(), billing, charge.steps())
                            : less(charge, was, billing));
        }
        old.values().forEach(was -> differences.add(less(was, was.amount(), List.of(), was, billing)));
        return differences.stream().filter(each -> !each.amount().isZero()).toList();
    }

    /** What was drawn of prepaid credits stays drawn: it only tells what was left for a sponsor. */
    private static boolean isByTerms(TermsCharge charge) {
        return charge.kind() != AdjustmentKind.CREDIT;
    }

    private static TermsCharge less(TermsCharge now, TermsCharge was, LocalPeriod billing) {
        return less(now, was.amount(), now.steps(), was, billing);
    }

    private static TermsCharge less(
            TermsCharge like, Money charged, List<RatedStep> steps, TermsCharge was, LocalPeriod billing) {
        List<RatedStep> all = new ArrayList<>(steps);
        BigMoney back = charged.toBigMoney().negated();
        all.add(new RatedStep(
                new KeptWords(StepKind.CHARGED_BEFORE, "charged before"),
                all.size(),
                BigDecimal.ONE,
                "",
                BigDecimal.ZERO,
                Divisor.ONE,
                BigDecimal.ZERO,
                back));
        Money now = steps.isEmpty() ? Money.zero(charged.getCurrencyUnit()) : like.amount();
        LocalDate from = earlier(like.service().from(), was.service().from());
        return corrected(within(like, new LocalPeriod(from, like.service().to())), now.minus(charged), billing, all);
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private static TermsCharge within(TermsCharge charge, LocalPeriod service) {
        return new TermsCharge(
                charge.accountId(),
                charge.sold(),
                charge.kind(),
                charge.modifier(),
                charge.description(),
                charge.amount(),
                service,
                charge.bearer(),
                charge.sponsorId(),
                charge.corrected(),
                charge.steps());
    }

    private static TermsCharge corrected(TermsCharge like, Money amount, LocalPeriod billing, List<RatedStep> steps) {
        return new TermsCharge(
                like.accountId(),
                like.sold(),
                like.kind(),
                like.modifier(),
                like.description() + ", correction of the period from " + billing.from(),
                amount,
                like.service(),
                like.bearer(),
                like.sponsorId(),
                Optional.of(billing.from()),
                steps);
    }

    /**
     * What prepaid credits may pay of a run's corrections: what is charged more, less what the terms take off it and what is given back, for
     * the same product first; all together no more than the corrections come to.
     *
     * @param corrections of usage and fees, whatever period they are of
     * @param charges what the terms of those periods make of them
     */
    public static List<ChargedSum> toPay(Collection<ChargedSum> corrections, List<TermsCharge> charges) {
        Map<String, ChargedSum> open = new TreeMap<>();
        Map<Long, BigDecimal> back = new TreeMap<>();
        SetOff.of(List.copyOf(ChargedSum.byId(corrections).values())).forEach((id, sum) -> {
            if (sum.net().signum() > 0) {
                open.put(id, sum);
            } else {
                back.merge(sum.sold().offeringId(), sum.net(), BigDecimal::add);
            }
        });
        charges.forEach(
                charge -> back.merge(charge.sold().offeringId(), charge.amount().getAmount(), BigDecimal::add));
        back.replaceAll((offering, amount) -> pay(open, Optional.of(offering), amount));
        back.values().stream().reduce(BigDecimal::add).ifPresent(rest -> pay(open, Optional.empty(), rest));
        return open.values().stream().filter(sum -> sum.net().signum() > 0).toList();
    }

    /** Takes what is given back off what is open; answers what is left of it. More that is charged is left alone. */
    private static BigDecimal pay(Map<String, ChargedSum> open, Optional<Long> offering, BigDecimal back) {
        BigDecimal left = back;
        for (ChargedSum sum : open.values().stream()
                .filter(sum ->
                        offering.isEmpty() || offering.get() == sum.sold().offeringId())
                .sorted(Comparator.comparing(ChargedSum::id))
                .toList()) {
            BigDecimal part = left.negate().max(BigDecimal.ZERO).min(sum.net());
            open.put(sum.id(), sum.plus(part.negate(), BigDecimal.ZERO));
            left = left.add(part);
        }
        return left;
    }
}
