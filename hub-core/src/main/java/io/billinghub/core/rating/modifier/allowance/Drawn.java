package io.billinghub.core.rating.modifier.allowance;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What an allowance covered.
 *
 * @param free how much of each use costs nothing, by id
 * @param used Σ of it
 * @param available what there was to use
 * @param state what is left
 */
public record Drawn(Map<String, BigDecimal> free, BigDecimal used, BigDecimal available, AllowanceState state) {
    /** Keeps a copy of the map. */
    public Drawn {
        free = Map.copyOf(free);
    }
}
