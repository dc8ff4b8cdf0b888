package io.billinghub.onboarding.migration.model;

import java.time.Instant;
import java.util.UUID;

/**
 * A file that was taken in, with what became of its rows.
 *
 * @param stored false where all rows or none were asked for, and one was refused
 * @param taken rows that are stored, or would be
 * @param sha256 of its bytes, in hexadecimal digits
 */
public record SentFile(
        long id,
        UUID uuid,
        MigrationKind kind,
        String sha256,
        boolean stored,
        int taken,
        int duplicates,
        int refused,
        String sentBy,
        Instant sentAt) {}
