package io.billinghub.adapters.format;

import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.ParsedLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one format as one descriptor says. */
@FunctionalInterface
public interface DocumentParser {

    /**
     * Reads the file from its beginning to its end.
     *
     * @param file unpacked
     * @param sink is told each line in the document's order
     * @return the bill's head; empty for usage
     * @throws io.billinghub.adapters.model.RefusedException if the document as a whole can't be read
     * @throws IOException if the file itself can't be read
     */
    Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException;
}
