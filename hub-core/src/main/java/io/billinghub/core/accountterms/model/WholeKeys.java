package io.billinghub.core.accountterms.model;

import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;

/**
 * Puts the key of a document before the keys of its modifiers: {@code "gold/ten-percent"}.
 *
 * @param document its key
 */
record WholeKeys(String document) {

    SpendLimit of(SpendLimit limit) {
        return new SpendLimit(
                whole(limit.key()),
                limit.name(),
                limit.minimum(),
                limit.maximum(),
                limit.proration(),
                limit.basis(),
                limit.scope(),
                limit.chargedAs());
    }

    Commitment of(Commitment commitment) {
        return new Commitment(
                whole(commitment.key()),
                commitment.name(),
                commitment.measure(),
                commitment.committed(),
                commitment.unit(),
                commitment.cycles(),
                commitment.settlement(),
                commitment.surplusCounts(),
                commitment.shortfallPrice(),
                commitment.priceBase(),
                commitment.earlyEnd(),
                commitment.renews(),
                commitment.scope(),
                commitment.chargedAs());
    }

    Discount of(Discount discount) {
        return new Discount(
                whole(discount.key()),
                discount.name(),
                discount.order(),
                discount.reduction(),
                discount.scope(),
                discount.audience(),
                discount.coupon(),
                discount.validity(),
                discount.cap());
    }

    Bundle of(Bundle bundle) {
        return new Bundle(
                whole(bundle.key()),
                bundle.name(),
                bundle.products(),
                bundle.atLeast(),
                bundle.reduction(),
                bundle.on(),
                bundle.bearers(),
                bundle.validity(),
                bundle.cap());
    }

    LoyaltyProgram of(LoyaltyProgram loyalty) {
        return new LoyaltyProgram(
                whole(loyalty.key()),
                loyalty.name(),
                loyalty.points(),
                loyalty.perAmount(),
                loyalty.rounding(),
                loyalty.earning(),
                loyalty.pointValue(),
                loyalty.minimumBurn(),
                loyalty.maximumPercent(),
                loyalty.expiresAfterMonths(),
                loyalty.scope());
    }

    Sponsorship of(Sponsorship sponsorship) {
        return new Sponsorship(
                whole(sponsorship.key()),
                sponsorship.name(),
                sponsorship.sponsor(),
                sponsorship.order(),
                sponsorship.percent(),
                sponsorship.upTo(),
                sponsorship.upToInAll(),
                sponsorship.scope(),
                sponsorship.validity());
    }

    private String whole(String key) {
        return document + "/" + key;
    }
}
