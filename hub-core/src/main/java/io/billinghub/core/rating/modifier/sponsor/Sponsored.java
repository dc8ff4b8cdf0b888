package io.billinghub.core.rating.modifier.sponsor;

import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.RatedLine;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What others pay. What was taken off the account's lines and the sponsors' lines are the same amounts.
 *
 * @param priced with what others pay taken off
 * @param lines on the sponsors' accounts, of the same products and partners, with the same tax
 * @param paid what each sponsorship has paid over all periods, by key
 */
public record Sponsored(Priced priced, List<RatedLine> lines, Map<String, BigDecimal> paid) {
    /** Keeps copies. */
    public Sponsored {
        lines = List.copyOf(lines);
        paid = Collections.unmodifiableMap(new TreeMap<>(paid));
    }
}
