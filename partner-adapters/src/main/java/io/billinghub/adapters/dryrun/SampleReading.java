package io.billinghub.adapters.dryrun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.document.TemporaryFiles;
import io.billinghub.adapters.format.Unpacker;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.core.error.HubException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a sample as a descriptor says, without asking the database; for worker threads. */
@ApplicationScoped
class SampleReading {

    private final AdapterSettings settings;

    SampleReading(AdapterSettings settings) {
        this.settings = settings;
    }

    /**
     * What the adapter reads; where it can't read the document at all, an object with the refusal.
     *
     * @throws HubException SAMPLE_TOO_LARGE for what unfolds to more than {@link DryRuns#MOST_UNPACKED_BYTES}
     */
    ObjectNode read(AdapterDescriptor descriptor, String fileName, byte[] sample) {
        try {
            Path folder = TemporaryFiles.newFolder();
            Path packed = folder.resolve("sample");
            Path unpacked = folder.resolve("unpacked");
            try {
                Files.write(packed, sample);
                return read(descriptor, fileName, packed, unpacked);
            } finally {
                Files.deleteIfExists(packed);
                Files.deleteIfExists(unpacked);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode read(AdapterDescriptor descriptor, String fileName, Path packed, Path target)
            throws IOException {
        CanonicalDocument document = new CanonicalDocument();
        try {
            Path file = new Unpacker(settings.maxUnpackedSize(), settings.maxCompressionRatio()).unpack(packed, target);
            if (Files.size(file) > DryRuns.MOST_UNPACKED_BYTES) {
                throw new HubException(
                        AdapterError.SAMPLE_TOO_LARGE,
                        "Unpacked, a sample has at most " + DryRuns.MOST_UNPACKED_BYTES + " bytes");
            }
            Optional<CanonicalBill> bill =
                    descriptor.parser(fileName, settings.maxMappedSize()).parse(file, line -> line.tell(document));
            return document.whole(bill);
        } catch (RefusedException refusal) {
            return refused(document, refusal.rule(), refusal.place(), refusal.getMessage());
        } catch (LineFlawException | StackOverflowError e) {
            return refused(document, RuleCode.MALFORMED_DOCUMENT, "document", String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode refused(CanonicalDocument document, RuleCode rule, String place, String detail) {
        ObjectNode read = document.whole(Optional.empty());
        read.putObject("refused").put("rule", rule.name()).put("place", place).put("detail", detail);
        return read;
    }
}
