package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.util.Objects;

/** A row that is no charge, such as a row of tax: noted, not billed. */
public record EvidenceLine(
        int position, String place, RuleCode rule, String detail, BigDecimal amount, String currency)
        implements ParsedLine {

    public EvidenceLine {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(detail, "detail");
    }

    @Override
    public void tell(Reader reader) {
        reader.evidence(this);
    }
}
