package io.billinghub.core.rating.modifier.credit;

import io.billinghub.core.rating.modifier.Priced;
import java.util.List;

/**
 * What credits have paid.
 *
 * @param priced with what was drawn
 * @param uses what was drawn of which credit, in the order of drawing
 * @param credits what is left, in the order of drawing; used up and expired ones left out
 */
public record CreditsDrawn(Priced priced, List<CreditUse> uses, List<Credit> credits) {
    /** Keeps copies of the lists. */
    public CreditsDrawn {
        uses = List.copyOf(uses);
        credits = List.copyOf(credits);
    }
}
