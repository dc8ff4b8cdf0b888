package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;
import org.joda.money.BigMoney;

/** Contiguous tiers with what lies below each of them, so that an amount needs one multiplication however many there are. */
final class Tiers extends AbstractList<Tier> implements RandomAccess {
    /** So many tiers a model has at most, of whatever kind. */
    static final int MOST = 1_000;

    private final Tier[] tiers;
    private final BigDecimal[] from;
    private final BigDecimal[] pricedBelow;
    private final BigDecimal[] feesUpTo;

    private Tiers(List<Tier> given) {
        tiers = given.toArray(Tier[]::new);
        from = new BigDecimal[tiers.length];
        pricedBelow = new BigDecimal[tiers.length];
        feesUpTo = new BigDecimal[tiers.length];
        BigDecimal start = BigDecimal.ZERO;
        BigDecimal priced = BigDecimal.ZERO;
        BigDecimal fees = BigDecimal.ZERO;
        for (int i = 0; i < tiers.length; i++) {
            Tier tier = tiers[i];
            fees = fees.add(tier.flatFee());
            from[i] = start;
            pricedBelow[i] = priced;
            feesUpTo[i] = fees;
            if (tier.upTo() != null) {
                priced = priced.add(tier.upTo().subtract(start).multiply(tier.unitPrice()));
                start = tier.upTo();
            }
        }
    }

    /**
     * The tiers in an immutable list.
     *
     * @throws IllegalArgumentException if there is none, if they do not rise, or if not exactly the last is open
     */
    static List<Tier> of(List<Tier> tiers) {
        return tiers instanceof Tiers same ? same : new Tiers(requireContiguous(tiers, Tier::upTo));
    }

    /** What {@link #of} has made. */
    static Tiers in(List<Tier> tiers) {
        return (Tiers) tiers;
    }

    /** Refuses more than {@value #MOST} tiers, tiers that do not rise or of which not exactly the last is open; {@code upTo} is null in an open one. */
    static <T> List<T> requireContiguous(List<T> tiers, Function<T, BigDecimal> end) {
        if (tiers == null || tiers.isEmpty()) {
            throw new IllegalArgumentException("tiers must hold at least one tier");
        }
        Parts.atMost(MOST, tiers, "tiers");
        BigDecimal from = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            BigDecimal upTo = end.apply(Parts.present(tiers.get(i), "tiers[" + i + "]"));
            boolean last = i == tiers.size() - 1;
            if (last != (upTo == null)) {
                throw new IllegalArgumentException(
                        last
                                ? "the last tier must be open, but ends at upTo " + Wording.plain(upTo)
                                        + "; leave upTo out of it"
                                : "tiers[" + i + "] has no upTo; only the last tier may be open");
            }
            if (!last) {
                if (upTo.compareTo(from) <= 0) {
                    throw new IllegalArgumentException("tiers[" + i + "] must end above " + Wording.plain(from)
                            + ", where the tier before it ends, but its upTo is " + Wording.plain(upTo));
                }
                from = upTo;
            }
        }
        return List.copyOf(tiers);
    }

    /** The index of the tier that a quantity of zero or more falls into. */
    int position(BigDecimal quantity) {
        int low = 0;
        int high = tiers.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tiers[middle].reaches(quantity)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** What a quantity of zero or more costs if each part of it has the price of its own tier. */
    BigDecimal graduated(BigDecimal quantity, Divisor priceBase, boolean flatFeeAtZero) {
        int position = position(quantity);
        BigDecimal part = quantity.subtract(from[position]);
        BigDecimal priced = pricedBelow[position].add(part.multiply(tiers[position].unitPrice()));
        BigDecimal amount = priceBase.into(priced);
        return quantity.signum() > 0 || flatFeeAtZero ? amount.add(feesUpTo[position]) : amount;
    }

    /** The same in steps, one for each tier that is entered. */
    List<RatedStep> graduatedSteps(ChargeModel model, RatingInput input, Divisor priceBase, boolean flatFeeAtZero) {
        BigDecimal quantity = input.quantity().amount();
        int last = position(quantity);
        boolean entered = quantity.signum() > 0 || flatFeeAtZero;
        List<RatedStep> steps = new ArrayList<>(last + 1);
        // The quotient is taken of the running sum, so that the steps add up to one division, not to several.
        BigDecimal charged = BigDecimal.ZERO;
        for (int i = 0; i <= last; i++) {
            Tier tier = tiers[i];
            BigDecimal part = (i == last ? quantity : tier.upTo()).subtract(from[i]);
            BigDecimal total = priceBase.into(pricedBelow[i].add(part.multiply(tier.unitPrice())));
            BigDecimal fee = entered ? tier.flatFee() : BigDecimal.ZERO;
            BigMoney amount =
                    BigMoney.of(input.currency(), total.subtract(charged).add(fee));
            steps.add(new RatedStep(model, i, part, input.quantity().unit(), tier.unitPrice(), priceBase, fee, amount));
            charged = total;
        }
        return steps;
    }

    @Override
    public Tier get(int index) {
        return tiers[index];
    }

    @Override
    public int size() {
        return tiers.length;
    }
}
