package io.billinghub.core.rating.modifier.allowance;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * A quantity that an allowance may cover.
 *
 * @param id of the line that it will be
 * @param quantity in the unit of the allowance; zero or less is never covered
 */
public record Use(String id, BigDecimal quantity) {
    /** Refuses a use without id or quantity. */
    public Use {
        Checks.text(id, "id");
        Checks.present(quantity, "quantity");
    }
}
