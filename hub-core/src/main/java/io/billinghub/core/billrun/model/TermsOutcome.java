package io.billinghub.core.billrun.model;

import io.billinghub.core.rating.modifier.credit.CreditUse;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.util.List;

/**
 * What the terms of an account come to in a run.
 *
 * @param charges none with an amount of zero
 * @param after what is kept for the next run, without what is prepaid, which is kept by itself
 * @param creditUses what was drawn of which prepaid credit
 */
public record TermsOutcome(long accountId, List<TermsCharge> charges, AccountState after, List<CreditUse> creditUses) {

    public TermsOutcome {
        charges = List.copyOf(charges);
        creditUses = List.copyOf(creditUses);
    }
}
