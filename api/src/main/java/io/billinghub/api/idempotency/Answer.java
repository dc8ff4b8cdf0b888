package io.billinghub.api.idempotency;

import java.util.Objects;
import java.util.Optional;

/**
 * What a request was answered, as it is kept and given again.
 *
 * @param status HTTP status, below 500: a failure is not kept
 * @param location of what was made, if anything
 * @param body JSON text
 */
public record Answer(int status, Optional<String> location, String body) {

    public Answer {
        if (status < 200 || status > 499) {
            throw new IllegalArgumentException("an answer with the status " + status + " is not kept");
        }
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(body, "body");
    }
}
