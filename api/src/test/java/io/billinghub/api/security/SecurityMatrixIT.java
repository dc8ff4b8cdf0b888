package io.billinghub.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.openapi.OpenApiDocument;
import io.billinghub.api.openapi.Route;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.TestTokens;
import io.billinghub.api.testing.Together;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who may use which route, for every route that the hub serves: as {@code security/matrix.txt} says and not otherwise. The rules are
 * written by hand and know nothing of the annotations that the hub itself goes by.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SecurityMatrixIT {

    /** No resource takes this for its body, so nothing is changed by who may. */
    private static final String NO_BODY = "[]";

    private final AccessRules rules = AccessRules.load();
    private final Collection<String> wrong = new ConcurrentSkipListSet<>();
    private OpenApiDocument api;
    private List<Route> routes;

    @BeforeEach
    void twoTenants() {
        DemoData.load();
        if (!HubFixture.hasTenant("vestby")) {
            String vestby =
                    "{\"tenant\": {\"key\": \"vestby\", \"name\": \"Vestby\", \"timeZone\": \"Europe/Stockholm\"}}";
            Wire.hub()
                    .send(
                            "POST",
                            "/hub/v1/imports",
                            Login.ofAnotherTenant(RealmRoles.HUB_ADMIN).token(),
                            vestby)
                    .expect(200);
        }
        api = OpenApiDocument.ofTheHub();
        routes = api.routes();
    }

    @Test
    void eachRouteHasARuleAndEachRuleARoute() {
        List<Route> all = new ArrayList<>(routes);
        all.addAll(api.hidden());
        assertThat(routes).hasSizeGreaterThan(25);
        assertThat(rules.gaps(all)).isEmpty();
    }

    @Test
    void onlyThePagesAreLeftOutOfTheDescription() {
        assertThat(api.hidden())
                .extracting(Route::toString)
                .allMatch(route -> route.matches("(GET|POST) /((runs|run-templates|past-runs)(/.*)?)?"))
                .contains("GET /", "GET /runs", "POST /runs/{id}/approve");
    }

    @Test
    void withoutAValidTokenNothingIsAnsweredButHowToAuthenticate() {
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("no token", null);
        tokens.put("an expired token", TestTokens.like("auditor", claims -> claims.put("exp", longAgo())));
        tokens.put("a forged signature", TestTokens.forged("auditor"));
        tokens.put("no signature", TestTokens.unsigned("auditor"));
        tokens.put("a token for another audience", TestTokens.like("auditor", claims -> claims.put("aud", "account")));
        tokens.put(
                "a token of another issuer", TestTokens.like("auditor", claims -> claims.put("iss", "http://other")));
        tokens.put("no token at all but text", "nonsense");
        Together.each(
                guarded(),
                route -> tokens.forEach((what, token) -> {
                    Wire.Answer answer = ask(route, nobody(route), token);
                    JsonNode body = answer.json();
                    boolean told = body != null && body.path("code").asText().equals("UNAUTHORIZED");
                    expect(answer.status() == 401 && told, route, what, answer, "401 UNAUTHORIZED");
                    expect(
                            answer.header("WWW-Authenticate").startsWith("Bearer"),
                            route,
                            what,
                            answer,
                            "WWW-Authenticate");
                }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void aTokenWithoutATenantReadsNothing() {
        Together.each(guarded(), route -> {
            String role = anyRole(rules.of(route));
            Wire.Answer answer = ask(route, nobody(route), TestTokens.of(role, "", "mobilia", "NL-1001"));
            boolean refused = answer.status() == 403 || !route.reads() && answer.status() / 100 == 4;
            expect(refused, route, role + " of no tenant", answer, "403");
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachRoleMayWhatItsRuleSaysAndNothingElse() {
        AtomicInteger asked = new AtomicInteger();
        Together.each(guarded(), route -> {
            AccessRule rule = rules.of(route);
            for (String role : AccessRule.ROLES) {
                Wire.Answer answer = ask(route, nobody(route), HubFixture.token(role));
                if (rule.allows(role)) {
                    boolean served = answer.status() < 500 && answer.status() != 401 && !refusedForItsRole(answer);
                    expect(served, route, role, answer, "anything but 401, 403 and 5xx");
                } else {
                    expect(refusedForItsRole(answer), route, role, answer, "403 FORBIDDEN");
                }
                asked.incrementAndGet();
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(asked).hasValue(guarded().size() * AccessRule.ROLES.size());
    }

    @Test
    void eachRoleSeesARealObjectThatIsItsOwn() {
        SecurityObjects objects = new SecurityObjects(routes);
        List<Route> reading = withObjects().stream().filter(Route::reads).toList();
        Together.each(
                reading, route -> rules.of(route).roles().forEach(role -> assertSeesItsOwn(objects, route, role)));
        assertThat(wrong).isEmpty();
    }

    private void assertSeesItsOwn(SecurityObjects objects, Route route, String role) {
        Login login = Login.own(role);
        String own = objects.seenBy(login, route).stream()
                .flatMap(Set::stream)
                .findFirst()
                .orElse(null);
        if (own == null && bound(role)) {
            return; // the demo's partner or customer has none; what it must not see is tried all the same
        }
        if (own == null) {
            wrong.addAll(SecurityObjects.help(route, "there is no object of " + login));
            return;
        }
        Wire.Answer answer = ask(route, own, login.token());
        expect(answer.status() == 200, route, login + " with its own " + own, answer, "200");
    }

    @Test
    void anotherTenantsObjectsAreAnsweredAsIfTheyWereNot() {
        SecurityObjects objects = new SecurityObjects(routes);
        Together.each(withObjects(), route -> {
            Set<String> foreign = objects.seenBy(reader(route), route).orElse(Set.of());
            rules.of(route).roles().stream()
                    .filter(role -> !bound(role))
                    .forEach(role -> assertHidden(route, Login.ofAnotherTenant(role), foreign));
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void anotherPartnersAndAnotherCustomersObjectsAreAnsweredAsIfTheyWereNot() {
        SecurityObjects objects = new SecurityObjects(routes);
        Together.each(
                withObjects(),
                route -> rules.of(route).roles().stream()
                        .filter(rules.of(route)::narrows)
                        .forEach(role -> assertSeesNoOther(objects, route, role)));
        assertThat(wrong).isEmpty();
    }

    private void assertSeesNoOther(SecurityObjects objects, Route route, String role) {
        int hidden = 0;
        for (Login login : List.of(Login.own(role), Login.other(role))) {
            Set<String> foreign =
                    new TreeSet<>(objects.seenBy(reader(route), route).orElse(Set.of()));
            foreign.removeAll(objects.seenBy(login, route).orElse(Set.of()));
            if (!foreign.isEmpty()) {
                assertHidden(route, login, foreign);
                hidden++;
            }
        }
        if (hidden == 0) {
            wrong.addAll(SecurityObjects.help(route, "there is no object that a " + role + " must not see"));
        }
    }

    @Test
    void noListShowsTwoPartnersCustomersOrTenantsTheSameObject() {
        List<Route> reading = routes.stream()
                .filter(route -> route.reads() && !route.hasVariable())
                .filter(route -> !rules.of(route).rows().contains("none"))
                .toList();
        Together.each(reading, route -> {
            if (isList(route)) {
                rules.of(route).roles().forEach(role -> assertShownApart(route, role));
            }
        });
        assertThat(wrong).isEmpty();
    }

    private void assertShownApart(Route route, String role) {
        AccessRule rule = rules.of(route);
        Set<String> own = SecurityObjects.listed(route.template(), Login.own(role));
        if (!bound(role)) {
            expectApart(route, own, Login.ofAnotherTenant(role), true);
        } else if (rule.narrows(role)) {
            expectApart(route, own, Login.other(role), rule.narrowsStrictly(role));
        }
    }

    private void expectApart(Route route, Set<String> own, Login other, boolean strictly) {
        if (strictly) {
            Set<String> others = SecurityObjects.listed(route.template(), other);
            if (!Collections.disjoint(own, others)) {
                wrong.add(route + ": " + other + " is shown objects of " + Login.own(other.role()));
            }
            return;
        }
        Set<String> all = SecurityObjects.listed(route.template(), reader(route));
        if (!all.containsAll(own) || all.size() == own.size()) {
            wrong.add(route + ": " + Login.own(other.role()) + " is shown all that the tenant has");
        }
    }

    private boolean isList(Route route) {
        JsonNode body = Wire.hub().get(route.template(), reader(route).token()).json();
        return body != null && (body.isArray() || body.has("items"));
    }

    /** The answer is, but for the id, the one for what does not exist: so it does not even tell that there is something. */
    private void assertHidden(Route route, Login login, Set<String> foreign) {
        if (foreign.isEmpty()) {
            wrong.addAll(SecurityObjects.help(route, "there is no object that " + login + " must not see"));
            return;
        }
        String id = foreign.iterator().next();
        String nothing = SecurityObjects.unused(id);
        Wire.Answer answer = ask(route, id, login.token());
        Wire.Answer asNothing = ask(route, nothing, login.token());
        boolean refused = answer.status() / 100 == 4 && (!route.reads() || answer.status() == 404);
        expect(refused, route, login + " with the foreign " + id, answer, route.reads() ? "404" : "4xx");
        boolean same =
                answer.status() == asNothing.status() && anonymous(answer, id).equals(anonymous(asNothing, nothing));
        expect(same, route, login + " with the foreign " + id, answer, "what is told of nothing: " + asNothing.text());
    }

    private static String anonymous(Wire.Answer answer, String id) {
        return answer.text().replace(id, "…").replaceAll("urn:uuid:[0-9a-f-]+", "urn:uuid:…");
    }

    /** A request whose body does no harm: the documented example where the object is not there or not the login's. */
    private static Wire.Answer ask(Route route, String id, String token) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Accept", "*/*");
        String body = null;
        if (!route.reads()) {
            Route.Body first = route.bodies().stream().findFirst().orElse(null);
            headers.put("Content-Type", mediaType(first));
            boolean absent = route.hasVariable() && first != null;
            body = absent ? first.example().map(example -> named(example, id)).orElse(NO_BODY) : NO_BODY;
        }
        return Wire.hub().send(route.method(), route.path(id), token, headers, body);
    }

    /** An example that says the key of what it describes, with the key of the path. */
    private static String named(String example, String id) {
        return example.replaceAll("\"key\"\\s*:\\s*\"[^\"]*\"", "\"key\":\"" + id + "\"");
    }

    private static String mediaType(Route.Body body) {
        return body == null || body.mediaType().contains("*") ? "application/json" : body.mediaType();
    }

    private List<Route> guarded() {
        return routes.stream()
                .filter(route -> rules.of(route).kind() == AccessRule.Kind.ROLES)
                .toList();
    }

    private List<Route> withObjects() {
        return guarded().stream()
                .filter(Route::hasVariable)
                .filter(route -> !rules.of(route).hasNoObject())
                .toList();
    }

    /** A login that sees all objects of the tenant: of the list if the path belongs to one. */
    private Login reader(Route route) {
        String list = route.hasVariable() ? route.listPath() : route.template();
        Route reading = routes.stream()
                .filter(other -> other.reads() && other.template().equals(list))
                .findFirst()
                .orElse(route);
        return rules.of(reading).roles().stream()
                .filter(role -> !bound(role))
                .map(Login::own)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no login of the whole tenant may use " + reading));
    }

    private static boolean bound(String role) {
        return role.equals(RealmRoles.PARTNER) || role.equals(RealmRoles.CUSTOMER);
    }

    private static String anyRole(AccessRule rule) {
        return rule.roles().iterator().next();
    }

    private static boolean refusedForItsRole(Wire.Answer answer) {
        return answer.status() == 403
                && "FORBIDDEN".equals(answer.json().path("code").asText());
    }

    private static String nobody(Route route) {
        return route.template().contains("{id}") ? "00000000-0000-4000-8000-000000000000" : "no-such-thing";
    }

    private static long longAgo() {
        return Instant.now().minusSeconds(3600).getEpochSecond();
    }

    private void expect(boolean holds, Route route, String who, Wire.Answer answer, String expected) {
        if (!holds) {
            wrong.add(route + " as " + who + ": expected " + expected + ", answered " + answer.status() + " "
                    + answer.text().substring(0, Math.min(200, answer.text().length())));
        }
    }
}
