package io.billinghub.api.bill;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One bill in a list. Amounts are in {@code currency} with its decimals.
 *
 * @param number the payment reference, which is what a customer quotes
 * @param periodTo the day after the last day of the period
 * @param state as of TMF678
 * @param broughtForward amounts due of bills before it that were not asked for by themselves; negative if the customer was in credit
 * @param rounding by how much the amount due was rounded to what can be paid in cash
 * @param amountDue net + tax + brought forward + rounding
 * @param carries the amount due is not asked for: it stands on the account's next bill
 * @param pdf path of the bill as PDF
 */
public record BillSummary(
        UUID id,
        @Schema(examples = "RF18539007547034") String number,
        @Schema(examples = "NL-1001") String accountNumber,
        String accountName,
        LocalDate periodFrom,
        LocalDate periodTo,
        LocalDate issueDate,
        LocalDate dueDate,
        @Schema(examples = "sent") String state,
        @Schema(examples = "EUR") String currency,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal broughtForward,
        BigDecimal rounding,
        BigDecimal amountDue,
        boolean carries,
        List<Seller> sellers,
        String pdf) {

    public BillSummary {
        sellers = List.copyOf(sellers);
    }

    /**
     * What one seller invoices on the bill.
     *
     * @param number null until the run is approved
     * @param agency whether the host only collects for the seller
     * @param ubl path of the e-invoice as UBL
     * @param facturX path of the e-invoice as Factur-X
     */
    public record Seller(
            UUID invoiceId,
            @Schema(nullable = true) String number,
            String name,
            boolean agency,
            BigDecimal gross,
            String ubl,
            String facturX) {}
}
