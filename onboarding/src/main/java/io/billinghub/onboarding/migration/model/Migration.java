package io.billinghub.onboarding.migration.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A move from another billing system.
 *
 * @param key the operator's name of it
 * @param source the old system; what it calls something is known within it, over all its migrations
 * @param cutOver the first day that the hub bills
 * @param completedBy null while it is open
 * @param completedAt null while it is open
 */
public record Migration(
        long id,
        UUID uuid,
        String key,
        String source,
        LocalDate cutOver,
        boolean open,
        String createdBy,
        Instant createdAt,
        String completedBy,
        Instant completedAt) {}
