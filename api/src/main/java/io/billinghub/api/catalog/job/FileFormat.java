package io.billinghub.api.catalog.job;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.util.Locale;
import java.util.Optional;

/** How the resources of a catalogue stand in a file. */
enum FileFormat {
    /** One JSON array of resources; read are also one resource, and an object with an array for each type. */
    JSON("application/json"),
    /** One resource on each line. */
    NDJSON("application/x-ndjson");

    private final String mediaType;

    FileFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** The format of the media type, whatever its parameters; empty where it is another one. */
    static Optional<FileFormat> of(String mediaType) {
        String type = mediaType.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
        if (type.equals(JSON.mediaType)) {
            return Optional.of(JSON);
        }
        return type.equals(NDJSON.mediaType) || type.equals("application/ndjson") || type.equals("application/jsonl")
                ? Optional.of(NDJSON)
                : Optional.empty();
    }

    /** @throws HubException UNSUPPORTED_VALUE for a type that the hub neither reads nor writes */
    static FileFormat required(String mediaType) {
        return of(mediaType)
                .orElseThrow(() -> new HubException(
                        ApiError.UNSUPPORTED_VALUE,
                        "/contentType: must be " + JSON.mediaType + " or " + NDJSON.mediaType + "."));
    }
}
