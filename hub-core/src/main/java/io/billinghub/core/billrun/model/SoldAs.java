package io.billinghub.core.billrun.model;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * What decides who sells a charge and how it is taxed and shared. A charge that a modifier makes has the same as the charge that it
 * reduces.
 *
 * @param offeringId {@code product_offering.id}
 * @param product its key
 * @param partner key of the party role whose product it is; the host's for its own products
 * @param agreementVersionId under which it is sold; empty for the host's own products
 * @param tax as the partner's bill states it; empty where it states none
 */
public record SoldAs(
        long offeringId, String product, String partner, Optional<Long> agreementVersionId, Optional<StatedTax> tax) {

    public SoldAs {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(partner, "partner");
        Objects.requireNonNull(agreementVersionId, "agreementVersionId");
        Objects.requireNonNull(tax, "tax");
    }

    /**
     * Tax of a partner's bill.
     *
     * @param category code of EN 16931, such as S
     * @param rate in percent
     */
    public record StatedTax(String category, BigDecimal rate) {
        public StatedTax {
            Objects.requireNonNull(category, "category");
            rate = rate.stripTrailingZeros();
        }
    }

    /** Whether it is the same product, sold and taxed alike, whatever version of the agreement it is sold under. */
    boolean isSameProduct(SoldAs other) {
        return offeringId == other.offeringId && partner.equals(other.partner) && tax.equals(other.tax);
    }

    /** The same with this tax. */
    public SoldAs taxed(StatedTax stated) {
        return new SoldAs(offeringId, product, partner, agreementVersionId, Optional.of(stated));
    }
}
