package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.format.Unpacker;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of one row of a raw document, for people who look at what was quarantined. */
@ApplicationScoped
public class RawRecords {

    private static final Pattern ROW = Pattern.compile("row ([0-9]{1,9})");
    private static final int LONGEST = 4000;

    /** A larger document is read for this by nobody: its bytes can be had whole. */
    private static final long LARGEST = 64 << 20;

    private final DocumentStore store;
    private final AdapterSettings settings;

    public RawRecords(DocumentStore store, AdapterSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * The row that the place names.
     *
     * @param size of the document in bytes
     * @param place as in a finding
     * @return at most 4,000 characters; empty where the place is no row, the document is larger than 64 MiB, or there is no such row
     */
    public Uni<Optional<String>> of(TenantContext context, long document, long size, String place) {
        Matcher row = ROW.matcher(place);
        if (size > LARGEST || !row.matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        int number = Integer.parseInt(row.group(1));
        return Waiting.onWorker(() -> {
            Scratch scratch = new Scratch();
            try {
                store.copyTo(context, document, scratch.file("raw"));
                var unpacked = new Unpacker(settings.maxUnpackedSize(), settings.maxCompressionRatio())
                        .unpack(scratch.file("raw"), scratch.file("unpacked"));
                return row(unpacked, number);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RefusedException e) {
                return Optional.empty(); // an archive that could not be opened has no rows
            } finally {
                scratch.close();
            }
        });
    }

    private static Optional<String> row(Path file, int number) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return row(reader, number);
        } catch (CharacterCodingException e) { // an encoding of its own: only shown, never calculated with
            try (BufferedReader reader = Files.newBufferedReader(file, Charset.forName("windows-1252"))) {
                return row(reader, number);
            }
        }
    }

    /**
     * A line break inside of quotation marks ends no row; in JSON a text never holds one, so its rows are lines. Of a row no more is
     * held than is shown: a document without line ends is one row.
     */
    static Optional<String> row(BufferedReader reader, int number) throws IOException {
        StringBuilder row = new StringBuilder();
        boolean quoted = false;
        int at = 1;
        for (Line line = line(reader); line != null; line = line(reader)) {
            if (at == number && row.length() < LONGEST) {
                row.append(row.length() == 0 ? "" : "\n").append(line.beginning());
            }
            boolean json = !quoted && line.beginning().startsWith("{");
            quoted = !json && (quoted ^ line.oddQuotes());
            if (!quoted && at++ == number) {
                return Optional.of(row.substring(0, Math.min(row.length(), LONGEST)));
            }
        }
        return Optional.empty();
    }

    private record Line(String beginning, boolean oddQuotes) {}

    /** As {@link BufferedReader#readLine()}, with the first characters alone; null at the end. */
    private static Line line(BufferedReader reader) throws IOException {
        StringBuilder beginning = new StringBuilder();
        boolean odd = false;
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
            odd ^= c == '"';
            if (beginning.length() < LONGEST) {
                beginning.append((char) c);
            }
        }
        if (c == '\r') {
            reader.mark(1);
            if (reader.read() != '\n') {
                reader.reset();
            }
        }
        return new Line(beginning.toString(), odd);
    }
}
