package io.billinghub.adapters.shadow;

import io.billinghub.adapters.model.ServicePeriod;
import java.math.BigDecimal;
import java.util.Objects;

/** A stored line of a bill, as far as its price goes. */
record BilledLine(
        int position, String place, String groupingKey, BigDecimal quantity, BigDecimal net, ServicePeriod service) {

    BilledLine {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(groupingKey, "groupingKey");
    }
}
