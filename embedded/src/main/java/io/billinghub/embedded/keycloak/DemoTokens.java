package io.billinghub.embedded.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Bearer tokens of the demo realm: of a demo user by password, of a demo partner by client credentials. */
public final class DemoTokens {
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final DemoRealm realm = DemoRealm.load();
    private final String realmUrl;

    /** @param realmUrl the realm's address */
    public DemoTokens(String realmUrl) {
        this.realmUrl = realmUrl;
    }

    /**
     * A fresh access token.
     *
     * @param user a demo user or partner client
     * @throws EmbeddedServicesException if Keycloak gives none
     */
    public String token(String user) throws InterruptedException {
        return token(realmUrl, grant(user, realm));
    }

    /** The parameters of the token request. */
    public static Map<String, String> grant(String user, DemoRealm realm) {
        Map<String, String> form = new TreeMap<>();
        if (realm.partnerClients().contains(user)) {
            form.put("grant_type", "client_credentials");
            form.put("client_id", user);
            form.put("client_secret", DemoRealm.secret(user));
        } else {
            form.put("grant_type", "password");
            form.put("client_id", "hub-cli");
            form.put("username", user);
            form.put("password", DemoRealm.secret(user));
        }
        return form;
    }

    private static String token(String realmUrl, Map<String, String> form) throws InterruptedException {
        String address = realmUrl + "/protocol/openid-connect/token";
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(AT_MOST)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(AT_MOST)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode token = new ObjectMapper().readTree(response.body()).path("access_token");
            if (response.statusCode() != 200 || token.isMissingNode()) {
                throw new EmbeddedServicesException(
                        address + " answered " + response.statusCode() + ": " + response.body());
            }
            return token.asText();
        } catch (IOException | IllegalArgumentException e) {
            throw new EmbeddedServicesException("Cannot get a token from " + address + ": " + e.getMessage(), e);
        }
    }
}
