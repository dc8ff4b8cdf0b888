package io.billinghub.embedded.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RealmTest {
    private static final List<String> ROLES = List.of(
            "hub-admin",
            "marketplace-admin",
            "billing-manager",
            "billing-operative",
            "it-operative",
            "finance",
            "partner",
            "customer",
            "auditor");

    private final JsonNode realm = DemoRealm.json();

    @Test
    void itHasExactlyTheRolesOfTheHub() {
        assertThat(realm.at("/roles/realm").findValuesAsText("name")).containsExactlyInAnyOrderElementsOf(ROLES);
    }

    @Test
    void eachRoleHasADemoUserOfItsName() {
        assertThat(DemoRealm.load().users()).containsAll(ROLES).contains("vestby-admin", "vestby-manager");
    }

    @Test
    void eachDemoUserHasTenantRolesAndItsDemoPassword() {
        for (JsonNode user : users()) {
            String name = user.path("username").asText();
            assertThat(user.at("/attributes/tenant/0").asText()).as(name).isIn("nordlys", "vestby");
            assertThat(texts(user.path("realmRoles"))).as(name).isNotEmpty().isSubsetOf(ROLES);
            assertThat(user.at("/credentials/0/value").asText()).isEqualTo(DemoRealm.secret(name));
            assertThat(user.path("emailVerified").asBoolean()).as(name).isTrue();
        }
    }

    @Test
    void aPartnerUserNamesItsPartnerAndACustomerUserItsAccount() {
        assertThat(user("partner").at("/attributes/partner/0").asText()).isEqualTo("mobilia");
        assertThat(user("customer").at("/attributes/account/0").asText()).isEqualTo("NL-1001");
    }

    @Test
    void everyClientThatGetsTokensIsMeantForTheApi() {
        for (JsonNode client : realm.path("clients")) {
            String id = client.path("clientId").asText();
            if (!id.equals("hub-api")) {
                assertThat(client.path("protocolMappers").findValuesAsText("included.client.audience"))
                        .as(id)
                        .containsExactly("hub-api");
            }
        }
    }

    @Test
    void aPartnersServiceAccountActsForThatPartnerOnly() {
        assertThat(DemoRealm.load().partnerClients())
                .containsExactlyInAnyOrder(
                        "partner-cirrus",
                        "partner-mobilia",
                        "partner-deskly",
                        "partner-sensate",
                        "partner-kinobox",
                        "partner-bergen-maps-as"); // whom the guides bring on board
        for (String client : DemoRealm.load().partnerClients()) {
            JsonNode found = find(realm.path("clients"), "clientId", client);
            assertThat(found.path("protocolMappers").findValuesAsText("claim.value"))
                    .containsExactlyInAnyOrder("nordlys", client.substring("partner-".length()));
            assertThat(found.path("secret").asText()).isEqualTo(DemoRealm.secret(client));
            assertThat(texts(user("service-account-" + client).path("realmRoles")))
                    .containsExactly("partner");
        }
    }

    @Test
    void theConsoleNeedsAProofKey() {
        JsonNode console = find(realm.path("clients"), "clientId", "hub-console");

        assertThat(console.at("/attributes/pkce.code.challenge.method").asText())
                .isEqualTo("S256");
        assertThat(console.path("directAccessGrantsEnabled").asBoolean()).isFalse();
    }

    @Test
    void usersCannotMoveThemselvesToAnotherTenant() throws IOException {
        String profile = realm.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config")
                .path("kc.user.profile.config")
                .path(0)
                .asText();
        JsonNode attributes = new ObjectMapper().readTree(profile).path("attributes");

        for (String claim : List.of("tenant", "partner", "account")) {
            assertThat(texts(find(attributes, "name", claim).at("/permissions/edit")))
                    .as(claim)
                    .containsExactly("admin");
        }
    }

    private List<JsonNode> users() {
        return StreamSupport.stream(realm.path("users").spliterator(), false)
                .filter(user -> user.path("serviceAccountClientId").isMissingNode())
                .toList();
    }

    private JsonNode user(String name) {
        return find(realm.path("users"), "username", name);
    }

    private static JsonNode find(JsonNode array, String field, String value) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(node -> node.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + field + " " + value));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
