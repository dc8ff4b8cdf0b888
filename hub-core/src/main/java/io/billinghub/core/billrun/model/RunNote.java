package io.billinghub.core.billrun.model;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What somebody has noted about a run.
 *
 * @param writtenBy login
 * @param note 1 to {@value #LONGEST} characters
 */
public record RunNote(UUID id, String writtenBy, OffsetDateTime writtenAt, String note) {

    public static final int LONGEST = 2000;
}
