package io.billinghub.adapters.transport.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.adapters.transport.WholeStream;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * The calls of one pull. The adapter's headers and credential go to the host of the descriptor's URL alone, never to where a
 * redirect or a link leads elsewhere; from https nothing leads to http.
 */
final class HttpCalls {

    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_TOKEN_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PullSession session;
    private final JsonNode options;
    private final CloseableHttpClient client;
    private final Tokens tokens;
    private final URI home;

    HttpCalls(PullSession session, CloseableHttpClient client, Tokens tokens, URI home) {
        this.session = session;
        this.options = session.options();
        this.client = client;
        this.tokens = tokens;
        this.home = home;
    }

    URI home() {
        return home;
    }

    /** Takes an answer while its connection is open. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Answer answer) throws IOException;
    }

    /** A successful answer. */
    record Answer(URI from, ClassicHttpResponse response) {

        Optional<String> header(String name) {
            return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
        }

        /** The bytes, which end with a failure where they are cut off; empty where there are none by the status. */
        Optional<InputStream> content() throws IOException {
            HttpEntity entity = response.getEntity();
            boolean without = response.getCode() == 204 || response.getCode() == 202 && entity == null;
            if (without) {
                return Optional.empty();
            }
            if (entity == null || entity.getContent() == null) {
                throw new IOException("the answer has no body");
            }
            return Optional.of(new WholeStream(entity.getContent(), entity.getContentLength()));
        }

        String contentType() {
            return header("Content-Type").orElse(null);
        }
    }

    <T> T get(URI url, Reader<T> reader) throws IOException {
        return call("GET", url, null, reader);
    }

    /** @param body JSON, or null */
    <T> T call(String method, URI url, String body, Reader<T> reader) throws IOException {
        try {
            return following(method, url, body, reader, false);
        } catch (TokenRefused refused) {
            return following(method, url, body, reader, true);
        }
    }

    /** A token that was kept is not believed any more. */
    private static final class TokenRefused extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private <T> T following(String method, URI url, String body, Reader<T> reader, boolean again) throws IOException {
        String verb = method;
        URI next = url;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            URI here = next;
            if (here.getHost() == null || !("https".equals(here.getScheme()) || "http".equals(here.getScheme()))) {
                throw TransportFailure.refused(home.getHost() + " leads to what is no address of HTTP", null);
            }
            if ("https".equals(home.getScheme()) && !"https".equals(here.getScheme())) {
                throw TransportFailure.refused(shown(here) + ": from https nothing may lead to http", null);
            }
            ClassicHttpRequest request = request(verb, here, "GET".equals(verb) ? null : body);
            Step<T> step = client.execute(request, response -> step(here, response, reader, again));
            if (step.redirect() == null) {
                return step.result();
            }
            next = here.resolve(step.redirect());
            verb = step.keepsMethod() ? verb : "GET";
        }
        throw TransportFailure.refused(shown(url) + " redirects more than " + MOST_REDIRECTS + " times", null);
    }

    private record Step<T>(URI redirect, boolean keepsMethod, T result) {}

    private <T> Step<T> step(URI here, ClassicHttpResponse response, Reader<T> reader, boolean again)
            throws IOException {
        int status = response.getCode();
        Header location = response.getFirstHeader("Location");
        if (status >= 300 && status < 400 && status != 304 && location != null) {
            try {
                return new Step<>(URI.create(location.getValue()), status >= 307, null);
            } catch (IllegalArgumentException e) {
                throw TransportFailure.refused(shown(here) + " redirects to what is no address", e);
            }
        }
        if (status >= 200 && status < 300) {
            return new Step<>(null, false, reader.read(new Answer(here, response)));
        }
        if (status == 401
                && !again
                && isHome(here)
                && "oauth2".equals(authentication())
                && tokens.of(owner()).isPresent()) {
            tokens.forget(owner());
            throw new TokenRefused();
        }
        boolean later = status >= 500 || status == 429 || status == 408;
        Header wait = response.getFirstHeader("Retry-After");
        if (later && wait != null) {
            TransportFailure.retryAfter(wait.getValue(), session.now()).ifPresent(session::retryAfter);
        }
        throw new HubException(
                later ? AdapterError.PARTNER_UNAVAILABLE : AdapterError.PARTNER_REFUSED,
                shown(here) + " answered with status " + status);
    }

    private boolean isHome(URI url) {
        return Objects.equals(url.getScheme(), home.getScheme())
                && home.getHost().equalsIgnoreCase(url.getHost())
                && url.getPort() == home.getPort();
    }

    private ClassicHttpRequest request(String method, URI url, String body) throws IOException {
        ClassicRequestBuilder request = ClassicRequestBuilder.create(method).setUri(url);
        if (body != null) {
            request.setEntity(body, ContentType.APPLICATION_JSON);
        }
        if (isHome(url)) {
            options.path("headers")
                    .properties()
                    .forEach(header ->
                            request.setHeader(header.getKey(), header.getValue().asText()));
            authenticate(request, url);
        }
        return request.build();
    }

    private String authentication() {
        return options.has("credential") ? options.path("authentication").asText("bearer") : "none";
    }

    private void authenticate(ClassicRequestBuilder request, URI url) throws IOException {
        switch (authentication()) {
            case "basic":
                request.setHeader("Authorization", "Basic " + base64(secret()));
                break;
            case "api-key":
                if (options.at("/apiKey/query").isTextual()) {
                    request.setUri(with(url, options.at("/apiKey/query").asText(), secret()));
                } else {
                    request.setHeader(options.at("/apiKey/header").asText("X-Api-Key"), secret());
                }
                break;
            case "bearer":
                request.setHeader("Authorization", "Bearer " + secret());
                break;
            case "oauth2":
                request.setHeader("Authorization", "Bearer " + token());
                break;
            default: // without a credential nothing is sent
        }
    }

    /** The address with one parameter more, or with another value for it. */
    static URI with(URI url, String name, String value) {
        String parameter = URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
        StringBuilder query = new StringBuilder();
        if (url.getRawQuery() != null) {
            for (String part : url.getRawQuery().split("&", -1)) {
                if (!part.isEmpty() && !part.startsWith(URLEncoder.encode(name, StandardCharsets.UTF_8) + "=")) {
                    query.append(part).append('&');
                }
            }
        }
        String text = url.toString().replaceFirst("[?#].*$", "");
        return URI.create(text + "?" + query + parameter);
    }

    private String secret() {
        return session.secret(options.path("credential").asText());
    }

    private Tokens.Owner owner() {
        JsonNode oauth2 = options.path("oauth2");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret().getBytes(StandardCharsets.UTF_8));
            return new Tokens.Owner(
                    session.tenantKey(),
                    oauth2.path("tokenUrl").asText(),
                    oauth2.path("scope").asText("") + " "
                            + oauth2.path("audience").asText(""),
                    HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** By the client credentials grant, RFC 6749 section 4.4. */
    private String token() throws IOException {
        Tokens.Owner owner = owner();
        Optional<String> kept = tokens.of(owner);
        if (kept.isPresent()) {
            return kept.get();
        }
        JsonNode oauth2 = options.path("oauth2");
        URI url = URI.create(oauth2.path("tokenUrl").asText());
        if ("https".equals(home.getScheme()) && !"https".equals(url.getScheme())) {
            throw TransportFailure.refused(shown(url) + ": from https nothing may lead to http", null);
        }
        String[] identity = secret().split(":", 2);
        if (identity.length < 2) {
            throw new HubException(
                    AdapterError.CREDENTIAL_MISSING,
                    options.path("credential").asText() + " has to be CLIENT_ID:CLIENT_SECRET for oauth2");
        }
        ClassicRequestBuilder request = ClassicRequestBuilder.post(url)
                .setHeader("Accept", "application/json")
                .addParameter("grant_type", "client_credentials");
        for (String parameter : new String[] {"scope", "audience"}) {
            if (oauth2.has(parameter)) {
                request.addParameter(parameter, oauth2.path(parameter).asText());
            }
        }
        if ("body".equals(oauth2.path("clientAuthentication").asText())) {
            request.addParameter("client_id", identity[0]).addParameter("client_secret", identity[1]);
        } else {
            request.setHeader(
                    "Authorization",
                    "Basic "
                            + base64(URLEncoder.encode(identity[0], StandardCharsets.UTF_8) + ":"
                                    + URLEncoder.encode(identity[1], StandardCharsets.UTF_8)));
        }
        JsonNode answer = client.execute(request.build(), response -> tokenAnswer(url, response));
        String token = answer.path("access_token").asText("");
        if (token.isEmpty()) {
            throw TransportFailure.refused(shown(url) + " gave no access_token", null);
        }
        tokens.keep(owner, token, Duration.ofSeconds(answer.path("expires_in").asLong(0)));
        return token;
    }

    private JsonNode tokenAnswer(URI url, ClassicHttpResponse response) throws IOException {
        if (response.getCode() != 200) {
            boolean later = response.getCode() >= 500 || response.getCode() == 429;
            throw new HubException(
                    later ? AdapterError.PARTNER_UNAVAILABLE : AdapterError.PARTNER_REFUSED,
                    shown(url) + " answered the request for a token with status " + response.getCode());
        }
        try (InputStream content = response.getEntity().getContent()) {
            return JSON.readTree(content.readNBytes(MOST_TOKEN_BYTES));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw TransportFailure.refused(shown(url) + " answered the request for a token with no JSON", null);
        }
    }

    /** The whole answer in a file, where it has to be looked into. */
    static SpooledDocument spooled(Answer answer, long limit) throws IOException {
        Optional<InputStream> content = answer.content();
        return SpooledDocument.of(content.orElseGet(InputStream::nullInputStream), limit);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the query, which may hold tokens. */
    static String shown(URI url) {
        return url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }

    /** What a document of this address is called. */
    static String name(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? url.getHost() : last;
    }
}
