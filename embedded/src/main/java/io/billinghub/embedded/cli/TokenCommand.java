package io.billinghub.embedded.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.keycloak.DemoRealm;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints a bearer token: of a demo user by password, of a demo partner by client credentials. */
final class TokenCommand implements Command {
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final HubSettings settings;

    TokenCommand(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String parameters() {
        return "USER";
    }

    @Override
    public String summary() {
        return "Print a bearer token of a demo user, for example: ./hub token billing-operative";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        DemoRealm realm = DemoRealm.load();
        if (arguments.size() != 1) {
            throw new UsageException("token takes one user. " + known(realm));
        }
        String user = arguments.get(0);
        if (!realm.users().contains(user) && !realm.partnerClients().contains(user)) {
            throw new UsageException("there is no demo user '" + user + "'. " + known(realm));
        }
        System.out.println(token(realmUrl(), grant(user, realm)));
        return 0;
    }

    /** The parameters of the token request. */
    static Map<String, String> grant(String user, DemoRealm realm) {
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

    private static String known(DemoRealm realm) {
        return "Users: " + String.join(", ", realm.users()) + "; partners: "
                + String.join(", ", realm.partnerClients());
    }

    private String realmUrl() {
        if (settings.isSet(Service.KEYCLOAK.replacedBy())) {
            return settings.environment().get(Service.KEYCLOAK.replacedBy()).strip();
        }
        return EmbeddedServices.running(settings.data())
                .filter(services -> services.runs(Service.KEYCLOAK))
                .map(EmbeddedServices::realmUrl)
                .orElseThrow(() -> new EmbeddedServicesException("Keycloak does not run in " + settings.data()
                        + ". Start the hub first (./hub start), with the same HUB_DATA."));
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
