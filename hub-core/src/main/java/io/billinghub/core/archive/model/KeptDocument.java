package io.billinghub.core.archive.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A document in the archive.
 *
 * @param id {@code kept_document.id}
 * @param invoice {@code tax_invoice.uuid}; empty for the document of the whole bill
 * @param path of the file, below the archive's folder, with {@code /} between its parts
 * @param size bytes
 * @param sha256 64 digits in lower-case hex
 * @param keepUntil the last day on which the law has it kept
 * @param damage what was wrong with the file when it was last looked at
 */
public record KeptDocument(
        long id,
        DocumentForm form,
        Optional<UUID> invoice,
        String path,
        long size,
        String sha256,
        Instant writtenAt,
        LocalDate keepUntil,
        Optional<String> damage) {

    /** The file's name. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A document with its bytes, which have the hash that was noted when it was written. */
    public record Content(KeptDocument document, byte[] bytes) {}
}
