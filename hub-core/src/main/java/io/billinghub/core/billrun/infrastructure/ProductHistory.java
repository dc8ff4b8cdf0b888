package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.rating.modifier.change.ServiceHistory;
import io.billinghub.core.rating.modifier.change.ServiceHistory.Told;
import io.billinghub.core.rating.modifier.change.ServiceState;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** How a product has stood day by day, from its row and what is noted of its changes. */
final class ProductHistory {

    /** Columns over the table {@code product p}: whether it is paused now, and its changes in the order in which they were told. */
    static final String COLUMNS = """
            p.status = 'suspended' as paused,
            (select json_agg(json_build_array(h.changed_on, h.quantity::text, h.paused) order by h.id)::text
             from product_change h where h.product_id = p.id) as changes
            """;

    private static final String SINCE_EVER = "-infinity";

    private ProductHistory() {}

    /**
     * What the columns say.
     *
     * @param changes null for a product that never changed
     */
    static ServiceHistory of(BigDecimal quantity, boolean paused, String changes) {
        if (changes == null) {
            return ServiceHistory.always(new ServiceState(quantity, paused));
        }
        List<Told> told = new ArrayList<>();
        for (Object each : new JsonArray(changes)) {
            JsonArray change = (JsonArray) each;
            String day = change.getString(0);
            String many = change.getString(1);
            told.add(new Told(
                    day.equals(SINCE_EVER) ? LocalDate.MIN : LocalDate.parse(day),
                    many == null ? null : new BigDecimal(many),
                    change.getBoolean(2)));
        }
        return ServiceHistory.of(told);
    }
}
