package io.billinghub.api.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
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

    /** An answer whose body is written here, so that a repeat is given the same text. */
    public static Answer of(ObjectMapper json, int status, Optional<String> location, Object body) {
        try {
            return new Answer(status, location, json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written as JSON: " + body.getClass(), e);
        }
    }

    /** It, over HTTP. */
    public Response.ResponseBuilder response() {
        return Response.status(status)
                .header(HttpHeaders.LOCATION, location.orElse(null))
                .entity(body);
    }
}
