package io.billinghub.core.creditnote.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** How much of an invoice is to be taken back. */
public sealed interface Credited {

    /** All that is left of it. */
    record Whole() implements Credited {}

    /**
     * Some of its lines.
     *
     * @param lines each line at most once
     */
    record Lines(List<Line> lines) implements Credited {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param position 1-based inside of the bill
     * @param net how much of the line, without tax, of the line's sign; empty for all that is left of it
     */
    record Line(int position, Optional<BigDecimal> net) {}

    /** An amount without tax, spread over the lines by what is left of them. */
    record Amount(BigDecimal net) implements Credited {}
}
