package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.UsageReversal;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a descriptor makes of the sample.
 *
 * @param lines lines or records that can be read
 * @param flawed those that can't
 * @param named lines that name both a customer and a product
 * @param number of the bill; null for usage, and where it can't be read
 * @param currency ISO 4217 code as stated, or null
 * @param net Σ of the lines, exact; null for usage
 * @param statedNet the document's own net total, or null
 * @param first the first lines, as they would come in
 * @param problems why the document, or lines of it, can't be read: the first ones
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trial(
        int lines,
        int flawed,
        int named,
        String number,
        String currency,
        BigDecimal net,
        BigDecimal statedNet,
        List<Line> first,
        List<String> problems) {

    private static final int SHOWN = 5;

    public Trial {
        first = List.copyOf(first);
        problems = List.copyOf(problems);
    }

    /**
     * A line as it would come in.
     *
     * @param place where in the sample
     * @param period first day and first day after, or the instant of usage
     * @param net null for usage
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            String place,
            String account,
            String product,
            String description,
            BigDecimal quantity,
            String unit,
            BigDecimal net,
            String period) {}

    /** Reads the sample from its beginning to its end; never fails for what is in it. */
    static Trial of(AdapterDescriptor descriptor, String fileName, Path file, long maxMappedBytes) throws IOException {
        Reading reading = new Reading();
        Optional<CanonicalBill> bill = Optional.empty();
        try {
            bill = descriptor.parser(fileName, maxMappedBytes).parse(file, line -> line.tell(reading));
        } catch (RefusedException refusal) {
            reading.problem(refusal.finding().place(), refusal.getMessage());
        }
        boolean usage = reading.net == null;
        return new Trial(
                reading.lines,
                reading.flawed,
                reading.named,
                bill.map(CanonicalBill::number).orElse(null),
                bill.map(CanonicalBill::currency).orElse(null),
                usage ? null : reading.net,
                bill.map(CanonicalBill::statedNet).orElse(null),
                reading.first,
                reading.problems);
    }

    /** Per cent of the lines that can be read and name their customer and product; 0 where the document can't be read. */
    int worth() {
        return lines == 0 ? 0 : 100 * (lines + named) / (2 * (lines + flawed));
    }

    /** Whether the lines add up to what the document states; also where it states nothing. */
    boolean addsUp() {
        return net == null || statedNet == null || net.compareTo(statedNet) == 0;
    }

    private static final class Reading implements ParsedLine.Reader {
        private int lines;
        private int flawed;
        private int named;
        private BigDecimal net;
        private final List<Line> first = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        void problem(String place, String detail) {
            if (problems.size() < SHOWN) {
                problems.add(place + ": " + detail);
            }
        }

        private void see(String account, String product, Line line) {
            lines++;
            named += account.isEmpty() || product.isEmpty() ? 0 : 1;
            if (first.size() < SHOWN) {
                first.add(line);
            }
        }

        @Override
        public void line(CanonicalLine line) {
            net = net == null ? line.net() : net.add(line.net());
            String period = line.period() == null
                    ? null
                    : line.period().from() + "/" + line.period().to();
            see(
                    line.account(),
                    line.product(),
                    new Line(
                            line.place(),
                            line.account(),
                            line.product(),
                            line.description(),
                            line.quantity(),
                            line.unit(),
                            line.net(),
                            period));
        }

        @Override
        public void usage(CanonicalUsage usage) {
            see(
                    usage.account(),
                    usage.product(),
                    new Line(
                            usage.place(),
                            usage.account(),
                            usage.product(),
                            usage.eventId(),
                            usage.quantity(),
                            usage.unit(),
                            usage.amount(),
                            usage.occurredAt().toString()));
        }

        @Override
        public void reversal(UsageReversal reversal) {
            lines++;
        }

        @Override
        public void flawed(FlawedLine line) {
            flawed++;
            problem(line.place(), line.detail());
        }

        @Override
        public void evidence(EvidenceLine line) {
            lines++;
            named++;
        }
    }
}
