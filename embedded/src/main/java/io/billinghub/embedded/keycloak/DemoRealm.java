package io.billinghub.embedded.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Who may log in to the realm that is imported: demo users, and a client with a service account per demo partner. */
public record DemoRealm(List<String> users, List<String> partnerClients) {
    private static final String RESOURCE = "/keycloak/billing-hub-realm.json";

    public DemoRealm {
        users = List.copyOf(users);
        partnerClients = List.copyOf(partnerClients);
    }

    /** Reads the realm that this module imports. */
    public static DemoRealm load() {
        JsonNode realm = json();
        List<String> users = new ArrayList<>();
        for (JsonNode user : realm.path("users")) {
            if (user.path("serviceAccountClientId").isMissingNode()) {
                users.add(user.path("username").asText());
            }
        }
        List<String> clients = new ArrayList<>();
        for (JsonNode client : realm.path("clients")) {
            if (client.path("serviceAccountsEnabled").asBoolean()) {
                clients.add(client.path("clientId").asText());
            }
        }
        return new DemoRealm(users, clients);
    }

    /** The well-known password of a demo user, or secret of a demo partner's client. */
    public static String secret(String name) {
        return "demo-" + name;
    }

    static JsonNode json() {
        try (InputStream resource = DemoRealm.class.getResourceAsStream(RESOURCE)) {
            return new ObjectMapper().readTree(resource);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
    }
}
