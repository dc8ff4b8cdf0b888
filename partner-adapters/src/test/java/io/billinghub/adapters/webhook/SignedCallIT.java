package io.billinghub.adapters.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.pull.Pulling;
import io.billinghub.adapters.transport.Credentials;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.Tenants;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signed calls, each of which is one document: with real PostgreSQL. */
class SignedCallIT {

    private static Pulling pulling;

    @BeforeAll
    static void start() {
        pulling = new Pulling("adapters_webhook");
    }

    @AfterAll
    static void stop() {
        pulling.close();
    }

    /** A hub with these secrets of the tenant's, at so many seconds behind the tests' moment. */
    private static WebhookIntake hub(Map<String, String> secrets, long later) {
        return new WebhookIntake(
                new Tenants(pulling.hub.pool()),
                pulling.hub.descriptors,
                pulling.hub.intake,
                new Credentials(key -> Optional.ofNullable(secrets.get(key.replace("hub.secrets.\"nordlys\".", "")))),
                pulling.hub.settings,
                Clock.fixed(Pulling.NOW.plusSeconds(later), ZoneOffset.UTC));
    }

    private static IntakeOutcome call(WebhookIntake hub, String tenant, String adapter, String header, String body) {
        return hub.receive(new WebhookIntake.Call(
                        tenant,
                        adapter,
                        name -> name.equals("Hub-Signature") ? header : null,
                        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private static void refused(WebhookIntake hub, String tenant, String adapter, String header, String body) {
        assertThatThrownBy(() -> call(hub, tenant, adapter, header, body))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(AdapterError.SIGNATURE_REFUSED);
                    assertThat(refusal.getMessage()).startsWith("there is no such webhook, ");
                });
    }

    private static String signed(String secret, String body) {
        try {
            String seconds = String.valueOf(Pulling.NOW.getEpochSecond());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSignedCallIsADocumentOnceAndAnyOtherIsRefusedInOneAndTheSameWay() {
        pulling.adapter("{\"type\": \"webhook\", \"secrets\": [\"secret:old\", \"secret:new\"]}");
        WebhookIntake hub = hub(Map.of("old", "one", "new", "two"), 0);
        String bill = Pulling.bill("W-1", 1);
        String header = signed("one", bill);

        assertThat(call(hub, "nordlys", "cirrus", header, bill).duplicate()).isFalse();
        assertThat(pulling.hub.sql(
                        "select transport || ' ' || received_by from received_document order by id desc limit 1"))
                .isEqualTo("webhook webhook cirrus");
        assertThat(call(hub, "nordlys", "cirrus", header, bill).duplicate())
                .as("a replay")
                .isTrue();
        String next = Pulling.bill("W-2", 1);
        assertThat(call(hub, "nordlys", "cirrus", signed("two", next), next).duplicate())
                .as("by the other secret")
                .isFalse();

        refused(hub, "nordlys", "cirrus", header, bill + "1");
        refused(hub, "nordlys", "cirrus", header.replace("t=17", "t=18"), bill);
        refused(hub, "nordlys", "cirrus", signed("three", bill), bill);
        refused(hub, "nordlys", "cirrus", null, bill);
        refused(hub, "nordlys", "none", header, bill);
        refused(hub, "none", "cirrus", header, bill);
        refused(hub(Map.of("old", "one"), 301), "nordlys", "cirrus", header, bill);
        refused(hub(Map.of(), 0), "nordlys", "cirrus", header, bill);
        assertThat(call(hub(Map.of("old", "one"), 300), "nordlys", "cirrus", header, bill)
                        .duplicate())
                .as("while the other secret is not set")
                .isTrue();
        assertThat(pulling.hub.sql("select count(*) from received_document")).isEqualTo("2");
        pulling.adapter("{\"type\": \"push\"}");
        refused(hub, "nordlys", "cirrus", header, bill);
    }
}
