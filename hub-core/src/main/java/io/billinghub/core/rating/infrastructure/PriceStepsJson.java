package io.billinghub.core.rating.infrastructure;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.KeptWords;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Keeps the steps of a price with a charge: an array of objects with {@code kind}, {@code quantity}, {@code unit},
 * {@code unitPrice}, {@code priceBase}, {@code fee}, {@code amount} and, where there are any, {@code label} and {@code words}.
 * Numbers are texts, so that they stay exact.
 */
public final class PriceStepsJson {

    /** Most steps that are kept; what is beyond stands as one step with the rest of the amount. */
    private static final int MOST_STEPS = 200;

    private PriceStepsJson() {}

    /** The steps as JSON; at most 200, the last one standing for all that there are more. */
    public static String write(List<RatedStep> steps) {
        JsonArray array = new JsonArray();
        shortened(steps).forEach(step -> array.add(object(step)));
        return array.encode();
    }

    private static List<RatedStep> shortened(List<RatedStep> steps) {
        if (steps.size() <= MOST_STEPS) {
            return steps;
        }
        List<RatedStep> shortened = new ArrayList<>(steps.subList(0, MOST_STEPS - 1));
        List<RatedStep> rest = steps.subList(MOST_STEPS - 1, steps.size());
        BigMoney amount = BigMoney.total(rest.stream().map(RatedStep::amount).toList());
        shortened.add(new RatedStep(
                new KeptWords(StepKind.MORE, "and " + rest.size() + " more steps"),
                MOST_STEPS - 1,
                BigDecimal.valueOf(rest.size()),
                "",
                BigDecimal.ZERO,
                Divisor.ONE,
                BigDecimal.ZERO,
                amount));
        return shortened;
    }

    private static JsonObject object(RatedStep step) {
        JsonObject object = new JsonObject()
                .put("kind", step.kind().name())
                .put("quantity", step.quantity().toPlainString())
                .put("unit", step.unit())
                .put("unitPrice", step.unitPrice().toPlainString())
                .put("priceBase", step.priceBase().value().toPlainString())
                .put("fee", step.fee().toPlainString())
                .put("amount", step.amount().getAmount().toPlainString())
                .put("words", step.description());
        return step.label().isEmpty() ? object : object.put("label", step.label());
    }

    /**
     * The steps that {@link #write} has written.
     *
     * @param currency of the charge
     */
    public static List<RatedStep> read(String json, CurrencyUnit currency) {
        List<RatedStep> steps = new ArrayList<>();
        for (Object each : new JsonArray(json)) {
            JsonObject step = (JsonObject) each;
            steps.add(new RatedStep(
                    new KeptWords(StepKind.valueOf(step.getString("kind")), step.getString("words")),
                    steps.size(),
                    new BigDecimal(step.getString("quantity")),
                    step.getString("unit"),
                    new BigDecimal(step.getString("unitPrice")),
                    Divisor.of(new BigDecimal(step.getString("priceBase"))),
                    new BigDecimal(step.getString("fee")),
                    BigMoney.of(currency, new BigDecimal(step.getString("amount"))),
                    step.getString("label", "")));
        }
        return steps;
    }
}
