package io.billinghub.adapters.format;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.DescriptorReader;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.UsageReversal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a descriptor makes of a document; for tests. */
public final class Parsing implements ParsedLine.Reader {

    private static final DescriptorReader READER = new DescriptorReader();

    public final List<CanonicalLine> lines = new ArrayList<>();
    public final List<CanonicalUsage> usage = new ArrayList<>();
    public final List<FlawedLine> flaws = new ArrayList<>();
    public final List<EvidenceLine> evidence = new ArrayList<>();
    public Optional<CanonicalBill> bill = Optional.empty();

    public static AdapterDescriptor descriptor(String kind, String format, String mapping) {
        return READER.read("""
                {"key": "test", "partner": "test", "agreement": "test", "kind": "%s", "transport": {"type": "push"},
                 "format": %s %s}
                """.formatted(kind, format, mapping.isEmpty() ? "" : ", \"mapping\": " + mapping));
    }

    /** The descriptor of an adapter that leaves all to its preset. */
    public static AdapterDescriptor preset(String name) {
        return READER.read("""
                {"key": "test", "partner": "test", "agreement": "test", "transport": {"type": "push"}, "preset": "%s"}
                """.formatted(name));
    }

    public static Parsing of(AdapterDescriptor descriptor, String fileName, byte[] document) {
        try {
            Path file = Files.createTempFile("parsing", null);
            try {
                Files.write(file, document);
                return of(descriptor, fileName, file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Parsing of(AdapterDescriptor descriptor, String fileName, Path file) {
        Parsing parsing = new Parsing();
        try {
            parsing.bill = descriptor.parser(fileName, 16 << 20).parse(file, line -> line.tell(parsing));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parsing;
    }

    public BigDecimal net() {
        return lines.stream().map(CanonicalLine::net).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public void line(CanonicalLine line) {
        lines.add(line);
    }

    @Override
    public void usage(CanonicalUsage record) {
        usage.add(record);
    }

    @Override
    public void reversal(UsageReversal reversal) {
        throw new AssertionError("no document takes back events");
    }

    @Override
    public void flawed(FlawedLine line) {
        flaws.add(line);
    }

    @Override
    public void evidence(EvidenceLine line) {
        evidence.add(line);
    }
}
