package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.UsageReversal;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;

/**
 * Judges exactly those lines of a document again that wait; the others are passed over. Each line must stand where it stood: a reading that
 * shifts positions would put one line in the place of another.
 */
final class Rejudging implements ParsedLine.Reader {

    private final Acceptance acceptance;
    private final KnownEntries known;
    private final BitSet waiting;

    /**
     * @param bill null for usage
     * @param terms of the agreement; what was waived of a line only warns
     * @param waiting positions of the lines to judge; those that were rejected are passed over too
     */
    Rejudging(
            LineWrites writes,
            Lookups lookups,
            AgreementTerms terms,
            Acceptance.Bill bill,
            IdGenerator ids,
            Instant now,
            KnownEntries known,
            BitSet waiting) {
        this.known = known;
        this.waiting = waiting;
        this.acceptance = new Acceptance(writes, lookups, terms, bill, ids, now) {
            @Override
            AgreementTerms termsOf(int position, BigDecimal amount) {
                var waived = known.waived(position, amount);
                return waived.isEmpty() ? terms : terms.waiving(waived);
            }
        };
    }

    @Override
    public void line(CanonicalLine line) {
        if (wanted(line)) {
            acceptance.line(line);
        } else {
            acceptance.pass(line);
        }
    }

    @Override
    public void usage(CanonicalUsage usage) {
        if (wanted(usage)) {
            acceptance.usage(usage);
        }
    }

    @Override
    public void flawed(FlawedLine line) {
        if (wanted(line)) {
            acceptance.flawed(line);
        }
    }

    @Override
    public void reversal(UsageReversal reversal) {
        acceptance.reversal(reversal);
    }

    @Override
    public void evidence(EvidenceLine line) {
        // a row of tax is no line: it was noted when the document came in
    }

    private boolean wanted(ParsedLine line) {
        if (!known.samePlace(line.position(), line.place())) {
            throw new HubException(
                    AdapterError.READ_DIFFERENTLY,
                    "line " + line.position() + " stands at " + line.place()
                            + " now, not where the line was that is in quarantine");
        }
        return waiting.get(line.position()) && !known.rejected(line.position());
    }

    /** Of findings about the whole bill's lines, those about lines that were judged now; what was waived only warns. */
    List<Finding> counting(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.position() == null || waiting.get(finding.position()))
                .map(finding -> known.waives(finding) ? finding.waived() : finding)
                .toList();
    }

    /** Positions of the lines that were to be judged. */
    BitSet waiting() {
        return waiting;
    }

    Acceptance acceptance() {
        return acceptance;
    }
}
