package io.billinghub.core.billrun.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.infrastructure.PriceStepsJson;
import io.billinghub.core.rating.model.KeptWords;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.usage.model.RatedUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * The difference between what usage of a billed period costs by all that is known now and what has been charged for it. Asked
 * again with the difference among what has been charged, nothing more comes out, see {@link StillDue}. Pure.
 *
 * @param line what it is about: account, product, partner, grouping key and plan
 * @param quantity in the plan's unit; zero where only the price has changed
 * @param amount negative where too much was charged
 * @param records how many usage records the whole price is made of
 * @param steps the whole price, and what was charged before
 */
public record UsageCorrection(About line, BigDecimal quantity, BigMoney amount, long records, List<RatedStep> steps) {

    public UsageCorrection {
        steps = List.copyOf(steps);
    }

    /** What a correction is about. */
    public record About(
            long accountId,
            long offeringId,
            String description,
            long partnerId,
            String partnerKey,
            String groupingKey,
            String unit,
            long pricePlanId) {}

    /** What is charged as one: lines that differ in one of these are not set off against each other. */
    private record Key(
            long accountId, long offeringId, long partnerId, String groupingKey, String unit, CurrencyUnit currency) {

        private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::accountId)
                .thenComparingLong(Key::offeringId)
                .thenComparingLong(Key::partnerId)
                .thenComparing(Key::groupingKey)
                .thenComparing(Key::unit)
                .thenComparing(Key::currency);

        static Key of(RatedUsage.Line line) {
            return new Key(
                    line.accountId(),
                    line.offeringId(),
                    line.partnerId(),
                    line.groupingKey(),
                    line.unit(),
                    line.amount().getCurrencyUnit());
        }

        static Key of(ChargedUsage charged) {
            return new Key(
                    charged.accountId(),
                    charged.offeringId(),
                    charged.partnerId(),
                    charged.groupingKey(),
                    charged.unit(),
                    charged.amount().getCurrencyUnit());
        }
    }

    /**
     * What is to be charged or given back, in a stable order; nothing where quantity and amount are as they were.
     *
     * @param asItIs the whole period rated by all that is known
     * @param charged what has been charged for it so far
     */
    public static List<UsageCorrection> of(List<RatedUsage.Line> asItIs, List<ChargedUsage> charged) {
        Map<Key, List<RatedUsage.Line>> lines = new TreeMap<>(Key.ORDER);
        asItIs.forEach(line ->
                lines.computeIfAbsent(Key.of(line), none -> new ArrayList<>()).add(line));
        Map<Key, ChargedUsage> before = new TreeMap<>(Key.ORDER);
        charged.forEach(each -> before.put(Key.of(each), each));
        List<UsageCorrection> corrections = new ArrayList<>();
        lines.forEach((key, whole) -> add(corrections, key, whole, before.remove(key)));
        before.forEach((key, rest) -> add(corrections, key, List.of(), rest));
        return corrections;
    }

    private static void add(
            List<UsageCorrection> corrections, Key key, List<RatedUsage.Line> whole, ChargedUsage before) {
        BigDecimal quantity = whole.stream().map(RatedUsage.Line::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigMoney> amounts = whole.stream().map(RatedUsage.Line::amount).toList();
        BigMoney amount =
                before == null ? StillDue.rounded(amounts, key.currency()) : StillDue.of(amounts, before.amount());
        List<RatedStep> steps = new ArrayList<>();
        long records = 0;
        for (RatedUsage.Line line : whole) {
            steps.addAll(line.steps());
            records += line.records();
        }
        if (before != null) {
            quantity = quantity.subtract(before.quantity());
            steps.add(chargedBefore(before, steps.size()));
        }
        if (quantity.signum() != 0 || !amount.isZero()) {
            About about = whole.isEmpty() ? about(before) : about(whole.get(whole.size() - 1));
            corrections.add(new UsageCorrection(about, quantity, amount, records, steps));
        }
    }

    private static RatedStep chargedBefore(ChargedUsage before, int position) {
        return new RatedStep(
                new KeptWords(StepKind.CHARGED_BEFORE, "charged before"),
                position,
                before.quantity().abs(),
                before.unit(),
                BigDecimal.ZERO,
                Divisor.ONE,
                BigDecimal.ZERO,
                before.amount().negated());
    }

    private static About about(RatedUsage.Line line) {
        return new About(
                line.accountId(),
                line.offeringId(),
                line.description(),
                line.partnerId(),
                line.partnerKey(),
                line.groupingKey(),
                line.unit(),
                line.meter().price().id());
    }

    private static About about(ChargedUsage charged) {
        return new About(
                charged.accountId(),
                charged.offeringId(),
                charged.description(),
                charged.partnerId(),
                charged.partnerKey(),
                charged.groupingKey(),
                charged.unit(),
                charged.pricePlanId());
    }

    /** The steps, to be kept with the charge. */
    public String stepsJson() {
        return PriceStepsJson.write(steps);
    }
}
