package io.billinghub.core.rating.modifier;

import io.billinghub.core.rating.model.LocalPeriod;
import java.math.BigDecimal;

/**
 * What is charged, to whom and for whom: all of a line but its quantity and amount.
 *
 * @param id tells the line from all others of one pricing, and is the same in each repetition of it
 * @param account key of the account that pays
 * @param product key of the offering
 * @param partner key of the party whose product it is; the host's own products name the host
 * @param kind what is charged for
 * @param plan key of the price plan; null where the amount came with the line
 * @param service the days of service
 * @param taxPercent rate of the tax on top of the line, for credits that pay tax too; null is taken as zero
 */
public record ChargedItem(
        String id,
        String account,
        String product,
        String partner,
        ChargeKind kind,
        String plan,
        LocalPeriod service,
        BigDecimal taxPercent) {
    /** Refuses an item with a missing part. */
    public ChargedItem {
        Checks.text(id, "id");
        Checks.text(account, "account");
        Checks.text(product, "product");
        Checks.text(partner, "partner");
        Checks.present(kind, "kind");
        Checks.present(service, "service");
        taxPercent = Checks.notNegative(Checks.orElse(taxPercent, BigDecimal.ZERO), "taxPercent");
    }

    /** The same product on a line of its own for another reason. */
    public ChargedItem as(String otherId, ChargeKind otherKind) {
        return new ChargedItem(otherId, account, product, partner, otherKind, plan, service, taxPercent);
    }

    /** The same item on another account. */
    public ChargedItem paidBy(String otherId, String otherAccount, ChargeKind otherKind) {
        return new ChargedItem(otherId, otherAccount, product, partner, otherKind, plan, service, taxPercent);
    }
}
