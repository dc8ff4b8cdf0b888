package io.billinghub.api.creditnote;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.creditnote.model.CreditNote;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A credit note as it was asked for, and what became of it. Amounts are in {@code currency}, without tax, of the sign that the lines of the
 * invoice have.
 *
 * @param taxInvoice the invoice that it takes something back of
 * @param number the credit note's own, once its run is published
 * @param bill the bill that the credit note stands on; null until its run has made it
 * @param run the bill run that makes it; somebody else than {@code requestedBy} approves it
 * @param state of that run
 * @param net the sum of what is taken back
 */
@Schema(name = "CreditNote")
@JsonInclude(JsonInclude.Include.NON_NULL)
record CreditNoteView(
        UUID id,

        @Schema(examples = "/hub/v1/credit-notes/0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11")
        String href,

        UUID taxInvoice,
        String taxInvoiceNumber,

        @Schema(nullable = true) String number,
        @Schema(nullable = true) UUID bill,
        UUID run,

        @Schema(examples = "IN_REVIEW") String state,
        String reason,
        boolean rebill,
        String requestedBy,
        OffsetDateTime requestedAt,

        @Schema(examples = "EUR") String currency,
        BigDecimal net,
        List<Line> lines) {

    static final String PATH = "/hub/v1/credit-notes";

    /** @param position of the line on the bill whose invoice it is */
    @Schema(name = "CreditedLine")
    record Line(int position, BigDecimal net) {}

    static CreditNoteView of(CreditNote note) {
        return new CreditNoteView(
                note.id(),
                PATH + "/" + note.id(),
                note.invoice(),
                note.invoiceNumber(),
                note.number().orElse(null),
                note.bill().orElse(null),
                note.run(),
                note.state(),
                note.reason(),
                note.rebill(),
                note.requestedBy(),
                note.requestedAt(),
                note.net().getCurrencyUnit().getCode(),
                note.net().getAmount(),
                note.lines().stream()
                        .map(line -> new Line(line.position(), line.net().getAmount()))
                        .toList());
    }
}
