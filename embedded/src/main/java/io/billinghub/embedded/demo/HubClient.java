package io.billinghub.embedded.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.keycloak.DemoTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The hub's API, called as one of the demo's users at a time; for one thread. */
public final class HubClient {
    private static final Duration AT_MOST = Duration.ofMinutes(5);
    /** Less than the realm's tokens live. */
    private static final Duration TOKEN_USED = Duration.ofMinutes(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Held> tokens = new HashMap<>();
    private final String baseUrl;
    private final DemoTokens realm;

    /**
     * @param baseUrl where the hub answers
     * @param realm gives the users' tokens
     */
    public HubClient(String baseUrl, DemoTokens realm) {
        this.baseUrl = baseUrl;
        this.realm = realm;
    }

    private record Held(String token, long since) {}

    /**
     * An answer of the hub.
     *
     * @param body JSON null where the answer has none
     */
    public record Answer(int status, JsonNode body) {}

    /**
     * Reads.
     *
     * @throws EmbeddedServicesException if the hub does not answer
     */
    public Answer get(String user, String path) throws InterruptedException {
        return send(request(user, path).GET());
    }

    /**
     * Makes a thing, or changes it as it is now.
     *
     * @throws EmbeddedServicesException if the hub does not answer
     */
    public Answer put(String user, String path, JsonNode body) throws InterruptedException {
        HttpRequest.Builder request = request(user, path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString()));
        version(request(user, path).GET().build()).ifPresent(tag -> request.header("If-Match", tag));
        return send(request);
    }

    private Optional<String> version(HttpRequest read) throws InterruptedException {
        try {
            HttpResponse<Void> response = http.send(read, HttpResponse.BodyHandlers.discarding());
            return response.headers().firstValue("ETag");
        } catch (IOException e) {
            throw new EmbeddedServicesException(
                    read.method() + " " + read.uri() + " failed: " + e.getMessage() + "; see the hub's log", e);
        }
    }

    /**
     * Sends JSON.
     *
     * @param body empty for none
     * @throws EmbeddedServicesException if the hub does not answer
     */
    public Answer post(String user, String path, String body) throws InterruptedException {
        return send(
                request(user, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /**
     * Sends a document as the raw body.
     *
     * @throws EmbeddedServicesException if the hub does not answer
     */
    public Answer postBytes(String user, String path, String contentType, byte[] body) throws InterruptedException {
        return send(request(user, path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    /** Sends a file as the raw body. */
    Answer postFile(String user, String path, Path file) throws InterruptedException, IOException {
        return send(request(user, path)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofFile(file)));
    }

    /** A part of a form that is a file. */
    public record Part(String name, String fileName, String content) {}

    /**
     * Sends a form of texts, each as a file.
     *
     * @throws EmbeddedServicesException if the hub does not answer
     */
    public Answer postParts(String user, String path, List<Part> parts) throws InterruptedException {
        String boundary = UUID.randomUUID().toString();
        StringBuilder form = new StringBuilder();
        for (Part part : parts) {
            form.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
            form.append(part.name()).append("\"; filename=\"").append(part.fileName());
            form.append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
            form.append(part.content()).append("\r\n");
        }
        form.append("--").append(boundary).append("--\r\n");
        return send(request(user, path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(form.toString())));
    }

    /** Sends a file as the part {@code file} of a form, as browsers do. */
    Answer postForm(String user, String path, Path file) throws InterruptedException, IOException {
        String boundary = UUID.randomUUID().toString();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + file.getFileName() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n", StandardCharsets.UTF_8));
        return send(request(user, path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body));
    }

    /**
     * The body, if the status is one of those expected.
     *
     * @throws EmbeddedServicesException with what the hub said, if not
     */
    public static JsonNode expect(Answer answer, String what, Integer... statuses) {
        if (!List.of(statuses).contains(answer.status())) {
            throw new EmbeddedServicesException(what + ": the hub answered " + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String user, String path) throws InterruptedException {
        Held held = tokens.get(user);
        if (held == null || System.nanoTime() - held.since() > TOKEN_USED.toNanos()) {
            held = new Held(realm.token(user), System.nanoTime());
            tokens.put(user, held);
        }
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(AT_MOST)
                .header("Authorization", "Bearer " + held.token())
                .header("Accept", "application/json");
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        HttpRequest built = request.build();
        try {
            HttpResponse<String> response = http.send(built, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body().isEmpty() ? json.nullNode() : json.readTree(response.body()));
        } catch (IOException e) {
            throw new EmbeddedServicesException(
                    built.method() + " " + built.uri() + " failed: " + e.getMessage() + "; see the hub's log", e);
        }
    }
}
