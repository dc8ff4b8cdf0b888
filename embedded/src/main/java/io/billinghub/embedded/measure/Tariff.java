package io.billinghub.embedded.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one unit of a partner's product costs, as the contract says.
 *
 * @param kind how prices and bounds are read
 * @param prices of a unit per tier, or the one price of a unit, of a block, or of a month
 * @param bounds upper ends of all tiers but the last; for blocks their size
 * @param minimum least charge of a month; null for none
 */
record Tariff(Kind kind, List<BigDecimal> prices, List<BigDecimal> bounds, BigDecimal minimum) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a contract sets a price. */
    enum Kind {
        /** A fee for the month, whatever is used. */
        MONTHLY,
        /** The same for each unit. */
        EACH,
        /** Units above a bound cost what their tier says. */
        GRADUATED,
        /** All units cost what the tier says in which the last one lies. */
        VOLUME,
        /** Blocks that were begun. */
        BLOCKS
    }

    Tariff {
        prices = List.copyOf(prices);
        bounds = List.copyOf(bounds);
    }

    /** The month's charge, in cents. */
    BigDecimal charge(BigDecimal quantity) {
        BigDecimal charge = switch (kind) {
            case MONTHLY -> prices.get(0);
            case EACH -> quantity.multiply(prices.get(0));
            case GRADUATED -> byTier(quantity);
            case VOLUME -> quantity.multiply(prices.get(tier(quantity, false)));
            case BLOCKS ->
                quantity.divide(bounds.get(0), 0, RoundingMode.CEILING).multiply(prices.get(0));
        };
        BigDecimal due = minimum == null ? charge : charge.max(minimum);
        return due.setScale(2, RoundingMode.HALF_UP);
    }

    private BigDecimal byTier(BigDecimal quantity) {
        BigDecimal charge = BigDecimal.ZERO;
        BigDecimal below = BigDecimal.ZERO;
        for (int i = 0; i < prices.size(); i++) {
            BigDecimal upTo = i < bounds.size() ? bounds.get(i).min(quantity) : quantity;
            if (upTo.compareTo(below) > 0) {
                charge = charge.add(upTo.subtract(below).multiply(prices.get(i)));
                below = upTo;
            }
        }
        return charge;
    }

    /** @param boundAbove whether a quantity on a bound is taken for one of the tier above: the classical mistake */
    private int tier(BigDecimal quantity, boolean boundAbove) {
        int tier = 0;
        while (tier < bounds.size()
                && (quantity.compareTo(bounds.get(tier)) > 0
                        || boundAbove && quantity.compareTo(bounds.get(tier)) == 0)) {
            tier++;
        }
        return tier;
    }

    /** What comes of taking a quantity that lies on a bound for one of the tier above; empty where nothing else comes of it. */
    Optional<BigDecimal> chargeOneTierUp(BigDecimal quantity) {
        if (kind != Kind.VOLUME) {
            return Optional.empty();
        }
        BigDecimal wrong = quantity.multiply(prices.get(tier(quantity, true))).setScale(2, RoundingMode.HALF_UP);
        return Optional.of(wrong).filter(charge -> charge.compareTo(charge(quantity)) != 0);
    }

    /** The same prices, read the other way. */
    Tariff mixedUp() {
        return new Tariff(kind == Kind.GRADUATED ? Kind.VOLUME : Kind.GRADUATED, prices, bounds, minimum);
    }

    Tariff withoutMinimum() {
        return new Tariff(kind, prices, bounds, null);
    }

    /** Dearer by so many per cent, to four decimals. */
    Tariff dearer(int percent) {
        BigDecimal factor = BigDecimal.valueOf(100L + percent, 2);
        List<BigDecimal> dearer = prices.stream()
                .map(price -> price.multiply(factor).setScale(kind == Kind.MONTHLY ? 2 : 4, RoundingMode.HALF_UP))
                .toList();
        return new Tariff(kind, dearer, bounds, minimum);
    }

    /** The hub's price plan of this tariff, without key, version and validity. */
    ObjectNode plan(String unit) {
        ObjectNode plan = JSON.createObjectNode().put("currency", "EUR").put("unit", unit);
        ObjectNode model = plan.putObject("model");
        switch (kind) {
            case MONTHLY ->
                model.put("type", "flat")
                        .put("timing", "IN_ARREARS")
                        .put("fee", prices.get(0).toPlainString())
                        .put("proration", "END_DAY_EXCLUDED");
            case EACH ->
                model.put("type", "perUnit").put("unitPrice", prices.get(0).toPlainString());
            case BLOCKS ->
                model.put("type", "package")
                        .put("size", bounds.get(0).toPlainString())
                        .put("price", prices.get(0).toPlainString())
                        .put("rounding", "UP");
            case GRADUATED, VOLUME -> {
                ArrayNode tiers =
                        model.put("type", kind.name().toLowerCase(Locale.ROOT)).putArray("tiers");
                for (int i = 0; i < prices.size(); i++) {
                    ObjectNode tier = tiers.addObject();
                    if (i < bounds.size()) {
                        tier.put("upTo", bounds.get(i).toPlainString());
                    }
                    tier.put("unitPrice", prices.get(i).toPlainString());
                }
            }
        }
        if (minimum != null) {
            plan.putObject("modifiers")
                    .putObject("limit")
                    .put("key", "minimum")
                    .put("name", "Monthly minimum")
                    .put("minimum", minimum.toPlainString());
        }
        return plan;
    }
}
