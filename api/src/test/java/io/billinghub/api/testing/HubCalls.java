package io.billinghub.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.keycloak.DemoTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The hub's API as its users call it. Safe for several threads. */
public final class HubCalls {

    private static final Duration AT_MOST = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String baseUrl;
    private final KeptTokens<String> tokens;

    HubCalls(String baseUrl, DemoTokens tokens) {
        this.baseUrl = baseUrl;
        this.tokens = new KeptTokens<>(tokens::token);
    }

    /** An answer. */
    public record Reply(int status, byte[] body, JsonNode json) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The body as JSON. */
        public JsonNode expect(Integer... statuses) {
            for (int status : statuses) {
                if (status == this.status) {
                    return json;
                }
            }
            throw new AssertionError("the hub answered " + status + " " + text());
        }
    }

    public Reply get(String user, String path) {
        return send(request(user, path).GET());
    }

    public Reply put(String user, String path, JsonNode body) {
        return send(request(user, path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString())));
    }

    /** A POST of JSON. */
    public Reply post(String user, String path, String body) {
        return send(
                request(user, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** Pushes a document as its partner, or as another user. */
    public Reply push(String user, String partner, String adapter, byte[] content, Map<String, String> headers) {
        return send(document(user, partner, adapter, content, headers));
    }

    /** Pushes a document and does not wait for the answer, which may never come. */
    public CompletableFuture<HttpResponse<Void>> pushAndForget(String partner, String adapter, byte[] content) {
        HttpRequest request = document("partner-" + partner, partner, adapter, content, Map.of())
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    /** A POST without a body whose answer is not waited for. */
    public CompletableFuture<HttpResponse<Void>> postAndForget(String user, String path) {
        HttpRequest request = request(user, path).POST(BodyPublishers.noBody()).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    private HttpRequest.Builder document(
            String user, String partner, String adapter, byte[] content, Map<String, String> headers) {
        HttpRequest.Builder request = request(
                        user,
                        "/hub/v1/partners/" + partner + "/documents" + (adapter == null ? "" : "?adapter=" + adapter))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(content));
        headers.forEach(request::setHeader);
        return request;
    }

    private HttpRequest.Builder request(String user, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(AT_MOST)
                .header("Accept", "application/json, application/octet-stream");
        if (user != null) {
            request.header("Authorization", "Bearer " + tokens.of(user));
        }
        return request;
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean isJson = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    isJson && response.body().length > 0 ? json.readTree(response.body()) : json.nullNode());
        } catch (IOException e) {
            throw new UncheckedIOException("the hub gave no answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the hub", e);
        }
    }
}
