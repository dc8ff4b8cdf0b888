package io.billinghub.api.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.http.ApiPaths;
import io.billinghub.core.identity.IdGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Gives a refusal the form that its path speaks. */
@ApplicationScoped
public class ErrorAnswers {

    private final ObjectMapper json;
    private final IdGenerator ids;

    public ErrorAnswers(ObjectMapper json, IdGenerator ids) {
        this.json = json;
        this.ids = ids;
    }

    /** What to send, and under which name the occurrence is known. */
    public record Answer(int status, String mediaType, String body, String instance) {}

    /** The answer for a path; a TMF body below {@code /tmf-api}, a problem elsewhere. */
    public Answer answer(Refusal refusal, String path) {
        String instance = "urn:uuid:" + ids.next();
        boolean tmf = path.startsWith(ApiPaths.TMF);
        Object body = tmf ? TmfError.of(refusal, instance) : Problem.of(refusal, instance);
        String mediaType = tmf ? "application/json" : Problem.MEDIA_TYPE;
        try {
            return new Answer(refusal.status(), mediaType, json.writeValueAsString(body), instance);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an error body could not be written as JSON", e);
        }
    }

    public Response.ResponseBuilder response(Answer answer) {
        return Response.status(answer.status())
                .header(HttpHeaders.CONTENT_TYPE, answer.mediaType())
                .entity(answer.body());
    }

    public Response response(Refusal refusal, String path) {
        return response(answer(refusal, path)).build();
    }
}
