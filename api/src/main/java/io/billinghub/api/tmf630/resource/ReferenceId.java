package io.billinghub.api.tmf630.resource;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.util.UUID;

/** The id in a reference. All that the hub serves has UUIDs, so another text leads nowhere. */
public final class ReferenceId {

    private ReferenceId() {}

    /**
     * Reads the id.
     *
     * @param text null for none
     * @param pointer where it stands, for the refusal
     * @return null for none
     * @throws HubException UNKNOWN_REFERENCE for a text that is no UUID
     */
    public static UUID parse(String text, String pointer) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException noUuid) {
            throw unknown(text, pointer);
        }
    }

    /** The refusal of a reference that leads nowhere. */
    public static HubException unknown(String id, String pointer) {
        return new HubException(
                ApiError.UNKNOWN_REFERENCE, pointer + ": leads to nothing that the tenant has: '" + id + "'.");
    }
}
