package io.billinghub.settlement.share.model;

import java.util.List;
import org.joda.money.Money;

/** How an agreement divides the net of a line among parties. A new model is one more record and its table test. */
public sealed interface ShareModel permits Percentage {

    /** Keys of the parties, each once, in the agreement's order. */
    List<String> parties();

    /**
     * The parts of a line's net, in the order of {@link #parties()}; they add up to it exactly.
     *
     * @param net of either sign; a negative line is divided as its positive mirror, so that a reversal takes back what was
     *     given
     */
    List<Money> allot(Money net);
}
