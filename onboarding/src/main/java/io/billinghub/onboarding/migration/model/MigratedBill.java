package io.billinghub.onboarding.migration.model;

import java.time.LocalDate;
import java.util.UUID;
import org.joda.money.Money;

/**
 * A bill of the old system that was open at the cut-over.
 *
 * @param account number of the billing account
 * @param number the old system's own
 * @param amount what it was made out for, tax included
 * @param open what was still to be paid at the cut-over
 * @param paymentReference null where the old system had none
 */
public record MigratedBill(
        long id,
        UUID uuid,
        String account,
        String source,
        String number,
        LocalDate issuedOn,
        LocalDate dueOn,
        Money amount,
        Money open,
        String paymentReference) {}
