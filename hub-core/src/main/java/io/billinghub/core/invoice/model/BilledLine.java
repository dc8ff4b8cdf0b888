package io.billinghub.core.invoice.model;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.joda.money.Money;

/**
 * A line of a bill as those see it who share its money.
 *
 * @param position 1-based inside of the bill
 * @param net in the bill's currency; negative for the customer's good
 * @param agreementVersionId {@code agreement_version.id} under which it was sold; empty for the CSP's own products, in which
 *     nobody else has a share
 * @param bearer the one party that has all of the line's share, whatever the agreement says; empty where the agreement shares it
 * @param takenBackBefore of a line that takes another one back: what credit notes before it have taken back of that one, of the sign of
 *     this net; zero for all others
 */
public record BilledLine(
        Invoice invoice,
        int position,
        Money net,
        OptionalLong agreementVersionId,
        Optional<Bearer> bearer,
        Money takenBackBefore) {

    /** A line that is shared as its agreement says. */
    public BilledLine(Invoice invoice, int position, Money net, OptionalLong agreementVersionId) {
        this(invoice, position, net, agreementVersionId, Optional.empty());
    }

    /** A line that takes nothing back, or is the first to do so. */
    public BilledLine(
            Invoice invoice, int position, Money net, OptionalLong agreementVersionId, Optional<Bearer> bearer) {
        this(invoice, position, net, agreementVersionId, bearer, Money.zero(net.getCurrencyUnit()));
    }

    public BilledLine {
        Objects.requireNonNull(bearer, "bearer");
        Objects.requireNonNull(invoice, "invoice");
        Objects.requireNonNull(net, "net");
        Objects.requireNonNull(agreementVersionId, "agreementVersionId");
        Objects.requireNonNull(takenBackBefore, "takenBackBefore");
        if (!net.isSameCurrency(invoice.tax())) {
            throw new IllegalArgumentException(
                    "line " + position + " of bill " + invoice.bill().uuid() + " is in "
                            + net.getCurrencyUnit() + ", but its invoice is in "
                            + invoice.tax().getCurrencyUnit());
        }
    }

    /**
     * A party that bears a discount alone.
     *
     * @param partyId {@code party.id}
     * @param agreementVersionId the version of its own agreement; empty where there is none beside the line's
     */
    public record Bearer(long partyId, OptionalLong agreementVersionId) {}

    /**
     * The bill of the line.
     *
     * @param id {@code customer_bill.id}
     * @param runId {@code bill_run.id}
     * @param period the first day of the billing period, by which lines are partitioned
     */
    public record Bill(long id, UUID uuid, long runId, LocalDate period, LocalDate issueDate) {}

    /**
     * The tax invoice of the line.
     *
     * @param id {@code tax_invoice.id}
     * @param agency the seller is the partner, for whom the tenant collects
     * @param sellerPartyId {@code party.id}
     * @param tax VAT of the whole invoice: it is computed per invoice, not per line
     */
    public record Invoice(long id, Bill bill, boolean agency, long sellerPartyId, Money tax) {}
}
