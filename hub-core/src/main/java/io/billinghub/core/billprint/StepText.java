package io.billinghub.core.billprint;

import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.joda.money.CurrencyUnit;

/** The steps of a price in the words and numbers of the bill's language. Pure. */
final class StepText {

    private final BillText text;
    private final BillFormat format;

    StepText(BillText text, BillFormat format) {
        this.text = text;
        this.format = format;
    }

    /**
     * As {@link #sentence(RatedStep)}; of the fee of one, as many as there are: {@code "recurring fee, 42 × 26.00 = 1,092.00"}.
     *
     * @param pieces how many the line is of
     */
    String sentence(RatedStep step, BigDecimal pieces) {
        boolean ofOne = (step.kind() == StepKind.RECURRING || step.kind() == StepKind.ONE_TIME)
                && step.quantity().compareTo(BigDecimal.ONE) == 0
                && pieces.signum() != 0
                && pieces.compareTo(BigDecimal.ONE) != 0;
        if (!ofOne) {
            return sentence(step);
        }
        CurrencyUnit currency = step.amount().getCurrencyUnit();
        BigDecimal one = step.amount().getAmount();
        BigDecimal all = one.multiply(pieces);
        return words(step, currency) + ", " + format.number(pieces) + " × " + format.price(one, currency)
                + (format.isWhole(all, currency) ? " = " : " ≈ ") + format.price(all, currency);
    }

    /** What a customer reads, for example {@code "first 100 GB at 0.50 EUR = 50.00"}. */
    String sentence(RatedStep step) {
        CurrencyUnit currency = step.amount().getCurrencyUnit();
        BigDecimal exact = step.amount().getAmount();
        String words = step.quantity().signum() < 0
                ? text.say("step_reversed", words(step.reversed(), currency))
                : words(step, currency);
        words = step.label().isEmpty() ? words : step.label() + ": " + words;
        boolean whole = format.isWhole(exact, currency);
        return words + (whole ? " = " : " ≈ ") + format.price(exact, currency);
    }

    private String words(RatedStep step, CurrencyUnit currency) {
        String price = format.price(step.unitPrice(), currency) + "\u00a0" + currency.getCode();
        BigDecimal base = step.priceBase().value();
        return switch (step.kind()) {
            case FIRST, NEXT, PLAIN, WHOLE ->
                say(step, quantity(step.quantity(), step.unit()), at(step, price, currency));
            case FREE -> say(step, quantity(step.quantity(), step.unit()));
            case PACKAGES, FULL_PACKAGES ->
                say(
                        step,
                        format.number(step.quantity().divide(base, 0, RoundingMode.UNNECESSARY)),
                        quantity(base, step.unit()),
                        text.say("step_at", price));
            case STAIR -> say(step, quantity(step.quantity(), step.unit()));
            case PERCENT, FIRST_PERCENT, NEXT_PERCENT ->
                say(step, format.percent(step.unitPrice()), quantity(step.quantity(), step.unit()))
                        + fee(step, currency);
            case AT_MINIMUM, AT_MAXIMUM -> say(step, quantity(step.quantity(), step.unit()), price);
            case CARRIED -> say(step, format.price(step.quantity(), currency) + "\u00a0" + step.unit()) + times(step);
            case ONE_TIME, RECURRING, TO_MINIMUM, TO_MAXIMUM, FORMULA, CHARGED_BEFORE -> say(step);
            case ALLOWANCE -> say(step, quantity(step.quantity(), step.unit()));
            case MODIFIER -> step.description();
            case MORE -> say(step, format.number(step.quantity()));
            case DAYS, PAUSED -> say(step, price, format.number(step.quantity()), format.number(base));
            case BY_PARTNER -> say(step, quantity(step.quantity(), step.unit()));
        };
    }

    private String say(RatedStep step, String... arguments) {
        return text.say("step_" + step.kind().name(), arguments);
    }

    private String at(RatedStep step, String price, CurrencyUnit currency) {
        String at = step.priceBase().isOne()
                ? text.say("step_at", price)
                : text.say("step_atPer", price, format.number(step.priceBase().value()));
        return at + fee(step, currency);
    }

    private String fee(RatedStep step, CurrencyUnit currency) {
        return step.fee().signum() == 0
                ? ""
                : text.say("step_fee", format.price(step.fee(), currency) + "\u00a0" + currency.getCode());
    }

    private String times(RatedStep step) {
        return step.unitPrice().compareTo(BigDecimal.ONE) == 0 ? "" : " × " + format.number(step.unitPrice());
    }

    private String quantity(BigDecimal quantity, String unit) {
        return format.number(quantity) + "\u00a0" + text.sayOr("unit_" + unit, unit);
    }
}
