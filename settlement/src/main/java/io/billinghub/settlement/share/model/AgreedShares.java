package io.billinghub.settlement.share.model;

import java.util.List;

/**
 * A share model with its parties found.
 *
 * @param agreementVersionId {@code agreement_version.id}
 * @param parties in the order of the model's parties
 */
public record AgreedShares(long agreementVersionId, ShareModel model, List<ShareParty> parties) {

    public AgreedShares {
        parties = List.copyOf(parties);
        List<String> keys = parties.stream().map(ShareParty::key).toList();
        if (!keys.equals(model.parties())) {
            throw new IllegalArgumentException(
                    "the share model names " + model.parties() + ", but these parties are given: " + keys);
        }
    }
}
