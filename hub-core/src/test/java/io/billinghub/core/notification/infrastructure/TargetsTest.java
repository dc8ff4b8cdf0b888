package io.billinghub.core.notification.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.egress.HostResolver;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.infrastructure.ListenerSite.Behaviour;
import io.billinghub.core.notification.model.TargetAnswer;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub does with listeners that behave in any way, and where it does not call at all. */
class TargetsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TAKE, true, 204",
        "TAKE_WITH_GARBAGE, true, 200",
        "ENDLESS_BODY, true, 200", // the status has come, nobody waits for the rest
        "BODY_THAT_STOPS, true, 200",
        "FAIL, false, 500",
        "REDIRECT_INSIDE, false, 307",
    })
    void theStatusDecides(Behaviour behaviour, boolean taken, int status) {
        try (ListenerSite inside = new ListenerSite(Behaviour.TAKE);
                ListenerSite site = new ListenerSite(behaviour).redirectingTo(inside)) {
            TargetAnswer answer = post(loopback(HostResolver.SYSTEM), site.url());
            assertThat(answer.taken()).isEqualTo(taken);
            assertThat(answer.status()).hasValue(status);
            assertThat(answer.body().length()).isLessThanOrEqualTo(TargetAnswer.MAX_BODY);
            assertThat(answer.body()).doesNotContain("\0").doesNotContain("\u0001");
            assertThat(site.calls()).singleElement().satisfies(call -> {
                assertThat(call.body()).isEqualTo("{\"a\":\"\u00e4\"}");
                assertThat(call.headers().getFirst("Hub-Event-Id")).isEqualTo("1");
                assertThat(call.headers().getFirst("Host")).startsWith("127.0.0.1:");
            });
            assertThat(inside.calls()).isEmpty();
        }
    }

    @Test
    void aCallThatGetsHasNoBodyAndATimeOfItsOwn() {
        Targets targets = loopback(HostResolver.SYSTEM);
        try (ListenerSite site = new ListenerSite(Behaviour.TAKE);
                ListenerSite silent = new ListenerSite(Behaviour.SILENCE)) {
            TargetAnswer answer = targets.call("GET", site.url(), Map.of(), "", PATIENCE)
                    .await()
                    .atMost(PATIENCE);
            assertThat(answer.status()).hasValue(204);
            assertThat(site.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.body()).isEmpty());
            assertThat(targets.call("GET", silent.url(), Map.of(), "", Duration.ofMillis(200))
                            .await()
                            .atMost(PATIENCE)
                            .error())
                    .hasValue("no answer within PT0.2S");
        }
    }

    @Test
    void silenceIsAFailureInTime() {
        try (ListenerSite site = new ListenerSite(Behaviour.SILENCE)) {
            TargetAnswer answer = post(loopback(TestConfig.FAST, HostResolver.SYSTEM), site.url());
            assertThat(answer.taken()).isFalse();
            assertThat(answer.error()).hasValue("no answer within PT0.7S");
        }
    }

    @Test
    void aRefusedConnectionIsAFailure() {
        TargetAnswer answer = post(loopback(HostResolver.SYSTEM), ListenerSite.nobody());
        assertThat(answer.taken()).isFalse();
        assertThat(answer.error()).hasValueSatisfying(error -> assertThat(error).contains("refused"));
    }

    @Test
    void aNameThatLeadsInsideTheSecondTimeIsNotCalled() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        InetAddress outside = InetAddress.getByName("93.184.216.34");
        InetAddress inside = InetAddress.getByName("127.0.0.1");
        Targets targets = production(host -> List.of(asked.getAndIncrement() == 0 ? outside : inside));
        try (ListenerSite site = new ListenerSite(Behaviour.TAKE)) {
            String callback = site.url().replace("http://127.0.0.1", "https://rebinding.example");
            targets.check(callback).await().atMost(PATIENCE); // at its registration it was public

            TargetAnswer answer = post(targets, callback);

            assertThat(answer.taken()).isFalse();
            assertThat(answer.error())
                    .hasValue("not called: the host rebinding.example is not known, or is at an internal address");
            assertThat(site.calls()).isEmpty();
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void theConnectionGoesToTheAddressThatWasJudged() throws Exception {
        // no name server knows the host, so a second look-up by the client could not succeed
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ListenerSite site = new ListenerSite(Behaviour.TAKE)) {
            String callback = site.url().replace("127.0.0.1", "only-here.invalid");
            TargetAnswer answer = post(loopback(host -> List.of(loopback)), callback);
            assertThat(answer.taken()).as(answer.toString()).isTrue();
            assertThat(site.calls().get(0).headers().getFirst("Host")).startsWith("only-here.invalid:");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://localhost/",
                "https://[::1]/",
                "https://169.254.169.254/latest/meta-data/",
                "https://10.1.2.3/",
                "https://192.168.0.1:8443/",
                "https://[fc00::1]/",
                "https://[fd12:3456::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[::]/",
                "https://0.0.0.0/"
            })
    void anInternalAddressIsRefusedAtRegistration(String callback) {
        assertThatThrownBy(() ->
                        production(HostResolver.SYSTEM).check(callback).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(CoreError.TARGET_REFUSED);
                    assertThat(refusal).hasMessageContaining("an internal address");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://2130706433/", "http://0x7f.1/", "http://127.1/", "gopher://x/", "https://a:b@c.example/"
            })
    void anUnusualFormIsRefusedAtRegistration(String callback) {
        assertThatThrownBy(() ->
                        production(HostResolver.SYSTEM).check(callback).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.INVALID_REQUEST));
    }

    @Test
    void plainHttpIsForTrustedHostsAlone() throws Exception {
        InetAddress outside = InetAddress.getByName("93.184.216.34");
        assertThatThrownBy(() -> production(host -> List.of(outside))
                        .check("http://hooks.example/")
                        .await()
                        .atMost(PATIENCE))
                .hasMessageContaining("use https");
    }

    private static TargetAnswer post(Targets targets, String callback) {
        return targets.post(callback, Map.of("Hub-Event-Id", "1"), "{\"a\":\"\u00e4\"}")
                .await()
                .atMost(PATIENCE);
    }

    private static Targets loopback(HostResolver resolver) {
        return loopback(TestConfig.PATIENT, resolver);
    }

    private static Targets loopback(TestConfig config, HostResolver resolver) {
        return new Targets(vertx, config, new EgressRule(List.of("loopback")), resolver);
    }

    private static Targets production(HostResolver resolver) {
        return new Targets(vertx, TestConfig.PATIENT, new EgressRule(List.of()), resolver);
    }
}
