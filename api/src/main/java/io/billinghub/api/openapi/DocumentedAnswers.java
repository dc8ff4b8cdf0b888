package io.billinghub.api.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.http.ApiPaths;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.ErrorCode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds to each operation what any of its kind may be refused with, in the form of its path, and real answers as examples: those
 * of {@code openapi/examples.json}, or of another operation that answers the same schema. Looks at what all other filters have come to.
 */
@OpenApiFilter(value = OpenApiFilter.RunStage.RUN, priority = DocumentedAnswers.LAST)
public class DocumentedAnswers implements OASFilter {

    /** Filters with a higher priority run before. */
    static final int LAST = Integer.MIN_VALUE;

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String EXAMPLES = "openapi/examples.json";
    private static final Map<Integer, ErrorCode> CODES = new TreeMap<>(Map.of(
            400, ApiError.INVALID_PARAMETER,
            403, ApiError.FORBIDDEN,
            404, CoreError.UNKNOWN_RESOURCE,
            406, ApiError.NOT_ACCEPTABLE,
            413, ApiError.BODY_TOO_LARGE,
            415, ApiError.UNSUPPORTED_MEDIA_TYPE,
            429, ApiError.TOO_MANY_REQUESTS,
            503, ApiError.DATABASE_UNAVAILABLE));

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, Object> examples = examples();
        Map<String, Object> bySchema = new TreeMap<>();
        List<MediaType> without = new ArrayList<>();
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
                    refusals(path, method, operation);
                    change(method, operation);
                    Object example = examples.get(method + " " + path);
                    answers(operation).forEach(answer -> {
                        if (example == null) {
                            without.add(answer);
                        } else {
                            answer.setExample(example);
                            bySchema.putIfAbsent(schema(answer), example);
                        }
                    });
                }));
        without.forEach(answer -> {
            if (bySchema.containsKey(schema(answer))) {
                answer.setExample(bySchema.get(schema(answer)));
            }
        });
    }

    private static void refusals(String path, PathItem.HttpMethod method, Operation operation) {
        List<Integer> statuses = new ArrayList<>(List.of(400, 401, 403, 406, 429, 503));
        if (path.contains("{")) {
            statuses.add(404);
        }
        if (operation.getRequestBody() != null || method != PathItem.HttpMethod.GET) {
            statuses.addAll(List.of(413, 415, 422));
        }
        APIResponses responses = operation.getResponses();
        for (int status : statuses) {
            if (!responses.hasAPIResponse(Integer.toString(status))) {
                responses.addAPIResponse(Integer.toString(status), OASFactory.createAPIResponse());
            }
        }
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.matches("[45]\\d\\d")) {
                refusal(response, Integer.parseInt(status), path.startsWith(ApiPaths.TMF));
            }
        });
    }

    /** The least that a merge patch may be, where a resource shows none of its own: it changes nothing. */
    private static void change(PathItem.HttpMethod method, Operation operation) {
        if (method == PathItem.HttpMethod.PATCH && operation.getRequestBody() != null) {
            operation.getRequestBody().getContent().getMediaTypes().values().stream()
                    .filter(body -> body.getExample() == null)
                    .forEach(body -> body.setExample(Map.of()));
        }
    }

    private static void refusal(APIResponse response, int status, boolean tmf) {
        ErrorCode code = CODES.get(status);
        if (response.getDescription() == null) {
            response.setDescription(title(status, code));
        }
        if (response.getContent() == null) {
            MediaType body = OASFactory.createMediaType()
                    .schema(OASFactory.createSchema().ref("#/components/schemas/" + (tmf ? "TmfError" : "Problem")));
            if (code != null || status == 401) {
                body.setExample(tmf ? tmfError(status, code) : problem(status, code));
            }
            response.setContent(OASFactory.createContent().addMediaType(tmf ? JSON : PROBLEM, body));
        }
    }

    private static Map<String, Object> problem(int status, ErrorCode code) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:billinghub:problem:" + name(code));
        problem.put("title", title(status, code));
        problem.put("status", status);
        problem.put("detail", "What is wrong, and where, this time.");
        problem.put("instance", "urn:uuid:01a201b8-fc4b-70b0-8e02-c597572a7840");
        problem.put("code", name(code));
        problem.put("retryable", code != null && code.retryable());
        problem.put("whatToDo", code == null ? "Get a fresh token and send it." : code.whatToDo());
        return problem;
    }

    private static Map<String, Object> tmfError(int status, ErrorCode code) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", name(code));
        error.put("reason", title(status, code));
        error.put("message", "What is wrong, and where, this time. What to do about it.");
        error.put("status", Integer.toString(status));
        error.put("referenceError", "urn:uuid:01a201b8-fc4b-70b0-8e02-c597572a7840");
        error.put("@type", "Error");
        return error;
    }

    private static String name(ErrorCode code) {
        return code == null ? "UNAUTHORIZED" : code.name();
    }

    private static String title(int status, ErrorCode code) {
        if (code != null) {
            return code.title();
        }
        return status == 401 ? "No valid token" : status == 422 ? "What is asked for can't be done" : "Refused";
    }

    /** The bodies of what the operation answers when it succeeds, those in JSON. */
    private static List<MediaType> answers(Operation operation) {
        return operation.getResponses().getAPIResponses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(response -> response.getValue().getContent())
                .filter(content -> content != null && content.getMediaType(JSON) != null)
                .map(content -> content.getMediaType(JSON))
                .filter(body -> body.getSchema() != null)
                .toList();
    }

    private static String schema(MediaType body) {
        return body.getSchema().getRef() == null
                ? "an own one " + System.identityHashCode(body)
                : body.getSchema().getRef();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> examples() {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(EXAMPLES)) {
            return file == null ? Map.of() : new ObjectMapper().readValue(file, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(EXAMPLES + " can't be read", e);
        }
    }
}
