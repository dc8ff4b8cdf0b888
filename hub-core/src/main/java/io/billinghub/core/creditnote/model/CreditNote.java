package io.billinghub.core.creditnote.model;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.joda.money.Money;

/**
 * A credit note as it was asked for, and what became of it.
 *
 * @param invoice the one that it takes something back of, with its number
 * @param number the credit note's own, once it was sent
 * @param bill on which it stands, once its run has made it
 * @param run {@code bill_run.uuid} of the run that makes it
 * @param state of that run
 * @param net the sum of its lines
 */
public record CreditNote(
        UUID id,
        UUID invoice,
        String invoiceNumber,
        Optional<String> number,
        Optional<UUID> bill,
        UUID run,
        String state,
        String reason,
        boolean rebill,
        String requestedBy,
        OffsetDateTime requestedAt,
        Money net,
        List<Line> lines) {

    public CreditNote {
        lines = List.copyOf(lines);
    }

    /**
     * @param position of the line on the bill whose invoice it is
     * @param net how much of it is taken back, of the line's own sign
     */
    public record Line(int position, Money net) {}
}
