package io.billinghub.onboarding.ratecard;

import static io.billinghub.onboarding.ratecard.Column.BLOCKS;
import static io.billinghub.onboarding.ratecard.Column.CHARGED;
import static io.billinghub.onboarding.ratecard.Column.FEE;
import static io.billinghub.onboarding.ratecard.Column.FEE_AT_ZERO;
import static io.billinghub.onboarding.ratecard.Column.FIXED;
import static io.billinghub.onboarding.ratecard.Column.FLAT_FEE;
import static io.billinghub.onboarding.ratecard.Column.FLAT_FEE_AT_ZERO;
import static io.billinghub.onboarding.ratecard.Column.FREE;
import static io.billinghub.onboarding.ratecard.Column.FREE_AMOUNT;
import static io.billinghub.onboarding.ratecard.Column.FREE_TRANSACTIONS;
import static io.billinghub.onboarding.ratecard.Column.FROM;
import static io.billinghub.onboarding.ratecard.Column.LIMITS;
import static io.billinghub.onboarding.ratecard.Column.MAXIMUM;
import static io.billinghub.onboarding.ratecard.Column.MINIMUM;
import static io.billinghub.onboarding.ratecard.Column.PERCENT;
import static io.billinghub.onboarding.ratecard.Column.PRICE;
import static io.billinghub.onboarding.ratecard.Column.PRICE_BASE;
import static io.billinghub.onboarding.ratecard.Column.PRORATION;
import static io.billinghub.onboarding.ratecard.Column.ROUNDING;
import static io.billinghub.onboarding.ratecard.Column.SIZE;
import static io.billinghub.onboarding.ratecard.Column.TIMING;
import static io.billinghub.onboarding.ratecard.Column.UNIT_PRICE;
import static io.billinghub.onboarding.ratecard.Column.UP_TO;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which columns a charge model has in rows.
 *
 * @param own of the model as a whole: the same on all of its rows, or on the first alone
 * @param tier of each tier, which has a row of its own; empty where the model has one price and so one row
 */
record PriceRows(List<Column> own, List<Column> tier) {

    /** The model whose cells have models of their own. */
    static final String MATRIX = "matrix";

    private static final Map<String, PriceRows> MODELS = new TreeMap<>(Map.of(
            "flat", single(TIMING, FEE, PRORATION),
            "perUnit", single(UNIT_PRICE, PRICE_BASE),
            "graduated", new PriceRows(List.of(PRICE_BASE, FLAT_FEE_AT_ZERO), List.of(UP_TO, UNIT_PRICE, FLAT_FEE)),
            "volume", new PriceRows(List.of(PRICE_BASE, FLAT_FEE_AT_ZERO), List.of(UP_TO, UNIT_PRICE, FLAT_FEE)),
            "stairStep", new PriceRows(List.of(FEE_AT_ZERO), List.of(UP_TO, FEE)),
            "package", single(SIZE, PRICE, FREE, ROUNDING),
            "blockTiers", new PriceRows(List.of(CHARGED, ROUNDING), List.of(BLOCKS, SIZE, PRICE)),
            "percentage", single(PERCENT, FIXED, FREE_TRANSACTIONS, FREE_AMOUNT, MINIMUM, MAXIMUM, LIMITS),
            "graduatedPercentage", new PriceRows(List.of(FLAT_FEE_AT_ZERO), List.of(UP_TO, PERCENT, FLAT_FEE))));

    PriceRows {
        own = List.copyOf(own);
        tier = List.copyOf(tier);
    }

    private static PriceRows single(Column... own) {
        return new PriceRows(List.of(own), List.of());
    }

    /** Empty for a matrix, and for a model that does not fit into rows. */
    static Optional<PriceRows> of(String model) {
        return Optional.ofNullable(MODELS.get(model));
    }

    /** The models that fit into rows, in alphabetical order. */
    static String names() {
        List<String> names = new ArrayList<>(MODELS.keySet());
        names.add(MATRIX);
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    boolean hasTiers() {
        return !tier.isEmpty();
    }

    /** Whether the column says where a tier begins, which the one before it says already. */
    boolean allows(Column column) {
        return own.contains(column) || tier.contains(column) || column == FROM && tier.contains(UP_TO);
    }

    /** For messages. */
    String columns() {
        List<Column> all = new ArrayList<>(own);
        all.addAll(tier);
        return all.stream().map(Column::header).collect(Collectors.joining(", "));
    }
}
