package io.billinghub.api.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Plain HTTP to the hub: what goes over the wire, whatever it is, follows no redirect and is asked once. */
public final class Wire {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String baseUrl;

    /** @param baseUrl without a slash at its end */
    public Wire(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** The application under test. */
    public static Wire hub() {
        return new Wire(HubFixture.config("test.url").replaceAll("/$", ""));
    }

    /** An answer. */
    public record Answer(int status, HttpHeaders headers, byte[] bytes) {

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** A header's first value; empty where there is none. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The body as JSON; null where it is none. */
        public JsonNode json() {
            try {
                return header("Content-Type").contains("json") ? JSON.readTree(bytes) : null;
            } catch (JsonProcessingException e) {
                throw new AssertionError("says it is JSON and is not: " + text(), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The body as JSON, of an answer with this status. */
        public JsonNode expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", answered " + status + " " + text());
            }
            return json();
        }
    }

    public Answer get(String path, String token) {
        return send("GET", path, token, Map.of(), null);
    }

    /** Sends JSON. */
    public Answer send(String method, String path, String token, String json) {
        return send(method, path, token, Map.of("Content-Type", "application/json"), json);
    }

    /**
     * Sends anything.
     *
     * @param token bearer token, or null for none
     * @param body or null for none
     */
    public Answer send(String method, String path, String token, Map<String, String> headers, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(AT_MOST);
        headers.forEach(request::setHeader);
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " got no answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the hub", e);
        }
    }
}
