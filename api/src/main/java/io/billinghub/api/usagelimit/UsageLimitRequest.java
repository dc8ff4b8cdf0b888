package io.billinghub.api.usagelimit;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.HubException;
import io.billinghub.core.usagelimit.application.UsageLimits.NewLimit;
import io.billinghub.core.usagelimit.model.LimitTerms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;

/** What a client says of a limit: all of it when it is made, what is to change (RFC 7396) later. */
record UsageLimitRequest(JsonBody body) {

    private static final Set<String> NEW =
            Set.of("account", "product", "measure", "value", "unit", "currency", "thresholds", "description");
    private static final Set<String> CHANGE = Set.of("value", "thresholds", "description");
    private static final int LONGEST_UNIT = 40;

    NewLimit made() {
        body.allowOnly(NEW, "is no part of a usage limit, or is said by the hub");
        body.kept(Set.of());
        boolean quantity = isQuantity();
        body.refuse(
                Set.of(quantity ? "currency" : "unit"),
                quantity ? "belongs to the measure AMOUNT" : "belongs to the measure QUANTITY");
        return new NewLimit(
                required("account"),
                body.text("product"),
                quantity ? Optional.of(unit()) : Optional.empty(),
                quantity ? Optional.empty() : Optional.of(currency()),
                terms(number(body.json().path("value"), "value"), LimitTerms.USUAL, Optional.empty()));
    }

    /** The terms with the change. */
    LimitTerms changed(LimitTerms before) {
        body.allowOnly(CHANGE, "can't be changed; make another limit");
        body.kept(Set.of());
        BigDecimal value = body.json().has("value") ? number(body.json().path("value"), "value") : before.value();
        return terms(value, before.thresholds(), before.description());
    }

    private LimitTerms terms(BigDecimal value, List<BigDecimal> otherwise, Optional<String> description) {
        try {
            return new LimitTerms(
                    value,
                    body.json().has("thresholds") ? thresholds() : otherwise,
                    body.json().has("description") ? body.text("description") : description);
        } catch (IllegalArgumentException wrong) {
            throw invalid("/" + wrong.getMessage());
        }
    }

    private List<BigDecimal> thresholds() {
        JsonNode node = body.json().path("thresholds");
        if (node.isNull()) {
            return LimitTerms.USUAL;
        }
        if (!node.isArray() || node.size() > 1000) {
            throw invalid("/thresholds: must be an array of percentages");
        }
        List<BigDecimal> thresholds = new ArrayList<>();
        node.forEach(each -> thresholds.add(number(each, "thresholds")));
        return thresholds;
    }

    private boolean isQuantity() {
        String measure = required("measure");
        if (!measure.equals("QUANTITY") && !measure.equals("AMOUNT")) {
            throw invalid("/measure: must be QUANTITY or AMOUNT, not '" + measure + "'");
        }
        return measure.equals("QUANTITY");
    }

    private String unit() {
        String unit = required("unit");
        if (unit.length() > LONGEST_UNIT) {
            throw invalid("/unit: must have at most " + LONGEST_UNIT + " characters");
        }
        return unit;
    }

    private CurrencyUnit currency() {
        String code = required("currency");
        try {
            return CurrencyUnit.of(code);
        } catch (IllegalCurrencyException e) {
            throw new HubException(
                    ApiError.INVALID_BODY, "/currency: must be an ISO 4217 code, not '" + code + "'.", e);
        }
    }

    private String required(String member) {
        return body.text(member)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> invalid("/" + member + ": is missing"));
    }

    private static BigDecimal number(JsonNode node, String member) {
        if (!node.isNumber()) {
            throw invalid("/" + member + (node.isMissingNode() ? ": is missing" : ": must be a number"));
        }
        return node.decimalValue();
    }

    private static HubException invalid(String why) {
        return new HubException(ApiError.INVALID_BODY, why + ".");
    }
}
