package io.billinghub.embedded.bench;

import io.billinghub.embedded.bench.BenchRun.Ran;
import io.billinghub.embedded.bench.CopyBaseline.Copied;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Everything that the benchmark has measured. */
public final class BenchResult {
    private final BenchSize size;
    private final int processes;
    private final Ran ran;
    private final Copied copied;
    private final Duration hubCpu;
    private final Duration postgresCpu;
    private final OptionalLong residentPeak;
    private final OptionalLong heapPeak;

    BenchResult(
            BenchSize size,
            int processes,
            Ran ran,
            Copied copied,
            Duration hubCpu,
            Duration postgresCpu,
            OptionalLong residentPeak,
            OptionalLong heapPeak) {
        this.size = size;
        this.processes = processes;
        this.ran = ran;
        this.copied = copied;
        this.hubCpu = hubCpu;
        this.postgresCpu = postgresCpu;
        this.residentPeak = residentPeak;
        this.heapPeak = heapPeak;
    }

    /** Whether each account has its bill, each line was billed and nothing contradicts anything. */
    public boolean holds() {
        return ran.coherent() && ran.bills() == size.accounts() && ran.lines() == size.accounts() * size.lines();
    }

    /** The figures as a text of several lines. */
    public String text() {
        StringBuilder text = new StringBuilder();
        double seconds = ran.toPublished();
        line(
                text,
                "Bill run, %,d accounts x %d lines%s, %d %s with workers: from accepted lines to published bills",
                size.accounts(),
                size.lines(),
                size.dimensions() > 0
                        ? String.format(Locale.ROOT, " of usage priced by %,d cells", size.dimensions())
                        : "",
                processes,
                processes == 1 ? "process" : "processes");
        ran.seconds().forEach((stage, time) -> line(text, "  %-14s %9.2f s", stage.toLowerCase(Locale.ROOT), time));
        line(
                text,
                "  %-14s %9.2f s   %,.0f bills/s, %,.0f lines/s",
                "together",
                seconds,
                ran.bills() / seconds,
                ran.lines() / seconds);
        line(text, "  %-14s %9.2f s   afterwards, to the last party's share", "shares", ran.sharesSeconds());
        line(
                text,
                "Bare COPY of the same %,d rows (%,d MiB): %.2f s",
                copied.rows(),
                copied.bytes() >> 20,
                copied.seconds());
        line(text, "Ratio, bill run to COPY: %.1f", seconds / copied.seconds());
        line(
                text,
                "CPU during the run: hub %.1f s, PostgreSQL %.1f s; %d processors",
                hubCpu.toMillis() / 1e3,
                postgresCpu.toMillis() / 1e3,
                Runtime.getRuntime().availableProcessors());
        line(
                text,
                "Memory of the hub: resident at most %s, heap after collection at most %s",
                mebibytes(residentPeak),
                mebibytes(heapPeak));
        line(
                text,
                "Bills %,d of %,d, lines %,d; data coherent: %s",
                ran.bills(),
                size.accounts(),
                ran.lines(),
                ran.coherent() ? "yes" : "NO");
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? (bytes.getAsLong() >> 20) + " MiB" : "unknown";
    }
}
