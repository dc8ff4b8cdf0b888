package io.billinghub.adapters.validation;

import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.ServicePeriod;

/**
 * One line with what was looked up for it.
 *
 * @param period the line's own, or the bill's
 * @param accountLinked whether the partner's customer number is linked to an account on the first day of service
 * @param offeringLinked whether the partner's product is linked to an offering
 * @param seenBefore whether a line of the same identity came before it in this document
 */
public record LineContext(
        CanonicalLine line,
        ServicePeriod period,
        AgreementTerms terms,
        String currency,
        boolean accountLinked,
        boolean offeringLinked,
        boolean seenBefore) {}
