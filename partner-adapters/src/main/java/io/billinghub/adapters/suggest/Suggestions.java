package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.document.TemporaryFiles;
import io.billinghub.adapters.format.Unpacker;
import io.billinghub.adapters.model.DocumentKind;
import io.billinghub.adapters.model.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Suggestions for samples that are sent; nothing of a sample is kept. */
@ApplicationScoped
public class Suggestions {

    /** A sample is a sample: a larger document says no more. */
    public static final long LARGEST = 8L << 20;

    /** Largest sample after gzip or zip was taken off: each preset that may fit reads it whole. */
    private static final long LARGEST_UNPACKED = 4 * LARGEST;

    private final Suggester suggester;
    private final AdapterSettings settings;

    public Suggestions(Suggester suggester, AdapterSettings settings) {
        this.suggester = suggester;
        this.settings = settings;
    }

    /**
     * Who asks, and what for; each may be null.
     *
     * @param key of the adapter, taken into the descriptor
     * @param partner key of the partner, taken into the descriptor
     * @param agreement key of the agreement, taken into the descriptor
     * @param kind what the documents hold
     * @param fileName as the sample is called
     */
    public record Request(String key, String partner, String agreement, DocumentKind kind, String fileName) {}

    /**
     * What the sample tells; reads the stream to its end, blocks.
     *
     * @throws io.billinghub.core.error.HubException DOCUMENT_TOO_LARGE if the sample has more than {@link #LARGEST} bytes
     */
    public Suggestion of(Request request, InputStream content) {
        try (SpooledDocument sample = SpooledDocument.of(content, LARGEST)) {
            Path unpacked = TemporaryFiles.newFile(".sample");
            try {
                return of(request, sample.file(), unpacked);
            } finally {
                Files.deleteIfExists(unpacked);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Suggestion of(Request request, Path packed, Path target) throws IOException {
        try {
            Path file = new Unpacker(
                            Math.min(settings.maxUnpackedSize(), LARGEST_UNPACKED), settings.maxCompressionRatio())
                    .unpack(packed, target);
            Suggestion found = suggester.suggest(new Suggester.Sample(
                    request.fileName(), file, Optional.ofNullable(request.kind()), settings.maxMappedSize()));
            return new Suggestion(
                    found.descriptor() == null ? null : whole(request, found.descriptor()),
                    found.format(),
                    found.preset(),
                    found.fields(),
                    found.unused(),
                    found.questions(),
                    found.trial());
        } catch (RefusedException refusal) {
            FormatGuess unknown = new FormatGuess("unknown", 0, refusal.getMessage());
            return new Suggestion(
                    null,
                    unknown,
                    null,
                    List.of(),
                    List.of(),
                    List.of(refusal.finding().whatToDo()),
                    null);
        }
    }

    /** The descriptor as it can be stored, once key, partner and agreement are known. */
    private static ObjectNode whole(Request request, ObjectNode found) {
        ObjectNode whole = found.objectNode();
        put(whole, "key", request.key());
        put(whole, "partner", request.partner());
        put(whole, "agreement", request.agreement());
        whole.setAll(found);
        whole.putObject("transport").put("type", "push");
        return whole;
    }

    private static void put(ObjectNode descriptor, String field, String value) {
        if (value != null) {
            descriptor.put(field, value);
        }
    }
}
