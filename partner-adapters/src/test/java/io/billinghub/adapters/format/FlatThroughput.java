package io.billinghub.adapters.format;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.DescriptorReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Run by hand: how many lines per second are parsed and mapped on one core, and in how much heap. Arguments: a file, which is made if
 * it is not there; how many lines it gets; {@code csv}, {@code ids} (each line has an id of its own) or the name of a flat preset.
 *
 * <pre>java -Xmx256m -cp … io.billinghub.adapters.format.FlatThroughput /tmp/large.csv 10000000 csv</pre>
 */
public final class FlatThroughput {

    private FlatThroughput() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        if (!Files.exists(file)) {
            write(file, Long.parseLong(arguments[1]));
        }
        AdapterDescriptor descriptor = descriptor(arguments[2]);
        for (int round = 1; round <= 3; round++) {
            long[] lines = {0};
            long begun = System.nanoTime();
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            descriptor.parser("large.csv", 1 << 24).parse(file, line -> lines[0]++);
            double seconds = (System.nanoTime() - begun) / 1e9;
            double busy = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
            Runtime memory = Runtime.getRuntime();
            System.out.printf(
                    "round %d: %,d lines, %,d bytes in %.1f s: %,.0f lines/s; the thread was busy for %.1f s: %,.0f lines/s per core; heap %d MiB of at most %d MiB%n",
                    round,
                    lines[0],
                    Files.size(file),
                    seconds,
                    lines[0] / seconds,
                    busy,
                    lines[0] / busy,
                    (memory.totalMemory() - memory.freeMemory()) >> 20,
                    memory.maxMemory() >> 20);
        }
    }

    private static AdapterDescriptor descriptor(String which) {
        String id = which.equals("ids") ? "\"id\": \"Id\", " : "";
        String begin =
                "{\"key\": \"test\", \"partner\": \"test\", \"agreement\": \"test\", \"transport\": {\"type\": \"push\"}, ";
        return new DescriptorReader()
                .read(
                        which.equals("csv") || which.equals("ids")
                                ? begin + """
                 "kind": "BILL", "format": {"type": "csv"}, "mapping": {"columns": {%s"number": "Invoice", "account": "Customer",
                 "product": "Product", "description": "Text", "quantity": "Quantity", "unit": "Unit", "net": "Net", "currency": "Currency",
                 "taxRate": "VAT", "from": "From", "to": "To", "group": ["Region"]}}}
                """.formatted(id)
                                : begin + "\"preset\": \"" + which + "\"}");
    }

    private static void write(Path file, long lines) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("Invoice,Id,Customer,Product,Text,Quantity,Unit,Net,Currency,VAT,From,To,Region\n");
            for (long i = 0; i < lines; i++) {
                long day = 1 + i % 28;
                out.write("INV-2026-10," + i + ",C" + i % 100_000 + ",SKU-" + i % 500 + ",\"Storage, hot tier\","
                        + i % 1000 + "." + i % 10
                        + ",GB," + i % 300 + "." + (10 + i % 90) + ",EUR,24,2026-10-" + (day < 10 ? "0" : "") + day
                        + ",2026-10-"
                        + (day < 10 ? "0" : "") + day + ",eu-north-" + i % 3 + "\n");
            }
        }
    }
}
