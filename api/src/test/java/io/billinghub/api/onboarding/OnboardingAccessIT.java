package io.billinghub.api.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a partner may not reach by its own onboarding, and what no request may bring in. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OnboardingAccessIT {

    private static final String CASES = "/hub/v1/onboardings/";
    private static final String COLUMNS =
            "\"mapping\": {\"columns\": {\"account\": \"no\", \"product\": \"sku\", \"net\": \"sum\", \"from\": \"day\"}}";
    private static final String LINKS = "customerNumber,account\nC-1,NL-1001\n";
    private static final String SAMPLE = "no,sku,sum,day\nC-1,TILES,31.50,2026-11-03\n";

    private static Host host;

    @BeforeEach
    void tenant() {
        if (host == null) {
            Host created = Host.create("onboarding-access");
            created.post(created.admin(), "/hub/v1/agreement-templates", Host.TEMPLATE)
                    .expect(201);
            created.sign("taker");
            host = created;
        }
    }

    private static Wire.Answer adapter(String token, String partner, String descriptor, Map<String, String> more) {
        Map<String, String> parts = new java.util.LinkedHashMap<>(Map.of("descriptor", descriptor, "sample", SAMPLE));
        parts.putAll(more);
        return host.upload(token, CASES + partner + "/adapter", parts);
    }

    /** The one would send another partner's secret to the partner's own server, the other read another partner's files. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"http\", \"url\": \"https://taker.example/\", \"credential\": \"secret:other.password\", \"schedule\": \"PT1S\"}",
                "{\"type\": \"sftp\", \"host\": \"taker.example\", \"user\": \"hub\", \"credential\": \"secret:other.password\","
                        + " \"hostKeys\": [\"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"]}",
                "{\"type\": \"folder\", \"path\": \"other\"}",
            })
    void aPartnerNamesNeitherAnAddressNorASecretNorAFolder(String transport) {
        JsonNode refused = adapter(
                        host.partner("taker"), "taker", "{\"transport\": " + transport + ", " + COLUMNS + "}", Map.of())
                .expect(403);

        assertThat(refused.path("detail").asText()).startsWith("/transport: ");
        assertThat(HubFixture.value("onboarding-access", "select count(*) from adapter where key = 'taker'"))
                .isEqualTo("0");
    }

    @Test
    void aPartnersExpressionCostsNoMoreThanItsSample() {
        String expression =
                "{\"format\": {\"type\": \"json\"}, \"mapping\": {\"jsonata\": \"{\\\"number\\\": $pad('x', 900000000)}\"}}";

        assertThat(adapter(host.partner("taker"), "taker", expression, Map.of())
                        .expect(403)
                        .path("detail")
                        .asText())
                .startsWith("/mapping: $pad is none of the functions");
    }

    @Test
    void aPartnerSeesThatASecretIsMissingButNotWhereTheHubLooksForIt() {
        Wire.hub().send("PUT", "/hub/v1/adapters/taker-pull", host.admin(), """
                        {"key": "taker-pull", "partner": "taker", "agreement": "taker-agreement", "kind": "BILL", "format": {"type": "focus"},
                         "transport": {"type": "http", "url": "http://127.0.0.1:9998/", "credential": "secret:none"}}
                        """).expect(200);
        host.post(host.admin(), "/hub/v1/adapters/taker-pull/pull", null);

        for (String path : new String[] {"/hub/v1/adapters/taker-pull", "/hub/v1/adapters/taker-pull/pulls"}) {
            String told = Wire.hub().get(path, host.admin()).expect(200).toString();
            String shown =
                    Wire.hub().get(path, host.partner("taker")).expect(200).toString();
            assertThat(told).contains("CREDENTIAL_MISSING", "HUB_SECRETS_");
            assertThat(shown).contains("CREDENTIAL_MISSING").doesNotContain("HUB_SECRETS_", "hub.secrets");
        }
    }

    @Test
    void aPartnerMapsAnewWhatTheMarketplaceHasPulledUntilItIsCertified() {
        host.sign("mapper");
        String folder = "{\"transport\": {\"type\": \"folder\", \"path\": \"mapper\"}, " + COLUMNS + "}";
        adapter(host.admin(), "mapper", folder, Map.of("accountLinks", LINKS)).expect(200);
        adapter(host.partner("mapper"), "mapper", folder, Map.of()).expect(200);
        adapter(
                        host.partner("mapper"),
                        "mapper",
                        folder.replace("\"path\": \"mapper\"", "\"path\": \"other\""),
                        Map.of())
                .expect(403);
        host.post(host.admin(), CASES + "mapper/decisions", "{\"decision\": \"CERTIFY\"}")
                .expect(200);

        assertThat(adapter(host.partner("mapper"), "mapper", folder, Map.of())
                        .expect(403)
                        .path("detail")
                        .asText())
                .startsWith("The case is CERTIFIED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name|'\"a\\u0000b\"'|400|INVALID_BODY",
                "name|'\"\\ud800\"'|400|INVALID_BODY",
                "vatId|'\"LONG\"'|422|INVALID_VAT_NUMBER",
                "country|'\"NO\", \"country\": \"SE\"'|400|INVALID_BODY",
            })
    void aCaseBeginsWithOneTextPerMember(String member, String value, int status, String code) {
        Map<String, String> given = new java.util.TreeMap<>(
                Map.of("country", "\"NO\"", "email", "\"a@b.example\"", "name", "\"Odd\"", "template", "\"resale\""));
        given.put(member, value.replace("LONG", "x".repeat(100_000)));
        StringBuilder body = new StringBuilder();
        given.forEach((name, said) -> body.append(body.length() == 0 ? "{" : ", ")
                .append("\"" + name + "\": ")
                .append(said));

        Wire.Answer answer =
                host.post(host.admin(), "/hub/v1/onboardings", body.append("}").toString());

        assertThat(answer.expect(status).path("code").asText()).isEqualTo(code);
        assertThat(answer.text()).hasSizeLessThan(2_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"key\": 6, \"name\": \"x\"} | /key",
                "{\"key\": \"odd\", \"name\": 7} | /name",
                "{\"key\": \"odd\", \"name\": \"x\", \"sellingModel\": \"GIFT\"} | /sellingModel",
                "{\"key\": \"odd\", \"name\": \"x\", \"shareModel\": []} | /shareModel",
                "{\"key\": \"odd\", \"name\": \"x\", \"currency\": \"euro\"} | /currency",
                "{\"key\": \"odd\", \"name\": \"LONG\"} | /:",
                "{\"key\": \"odd\", \"name\": \"x\", \"sellingModel\": \"RESALE\", \"currency\": \"EUR\", \"shareModel\": {},"
                        + " \"residueParty\": \"nordlys\", \"validFrom\": \"+999999999-12-31\"} | /validFrom",
            })
    void aTemplateHasTheShapeOfOne(String template, String place) {
        JsonNode refused = host.post(
                        host.admin(), "/hub/v1/agreement-templates", template.replace("LONG", "x".repeat(100_000)))
                .expect(422);

        assertThat(refused.path("code").asText()).isEqualTo("SCHEMA");
        assertThat(refused.path("detail").asText()).startsWith(place);
    }

    @Test
    void aReasonIsNoBook() {
        String reason = "{\"reason\": \"" + "x".repeat(2001) + "\", \"decision\": \"END\"}";

        assertThat(host.post(host.admin(), CASES + "taker/decisions", reason)
                        .expect(422)
                        .path("detail")
                        .asText())
                .startsWith("/reason: has 2001 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hub/v1/quarantine?status=nonsense",
                "/hub/v1/quarantine?rule=nonsense",
                "/hub/v1/quarantine/causes?rule=nonsense",
                "/hub/v1/quarantine/causes?cursor=cXVhcmFudGluZS1jYXVzZXM6LTU",
                "/hub/v1/documents?status=nonsense",
                "/hub/v1/expected-documents?status=nonsense",
                "/hub/v1/onboardings?state=nonsense",
                "/hub/v1/bills?state=nonsense",
            })
    void aFilterThatIsNoneIsRefused(String path) {
        assertThat(Wire.hub().get(path, host.admin()).expect(400).path("code").asText())
                .isEqualTo("INVALID_PARAMETER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account-links?dryRun=true",
                "account-links?allOrNothing=perhaps",
                "product-links?allornothing=true",
            })
    void aParameterOfAChangeThatIsNoneIsRefused(String path) {
        assertThat(host.push(host.admin(), "taker", "/" + path, LINKS)
                        .expect(400)
                        .path("code")
                        .asText())
                .isEqualTo("INVALID_PARAMETER");
        assertThat(
                        HubFixture.value(
                                "onboarding-access",
                                "select count(*) from account_link l join party_role r on r.id = l.partner_id where r.key = 'taker'"))
                .isEqualTo("0");
    }

    @Test
    void aSampleThatUnfoldsIsRefusedBeforeItIsRead() throws java.io.IOException {
        // zeros in gzip unfold a thousandfold, which is refused for the ratio; digits by no pattern only by twice
        byte[] text = new byte[17 << 20];
        new java.util.Random(7).nextBytes(text);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('0' + (text[i] & 1));
        }
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(packed)) {
            gzip.write(text);
        }
        assertThat(packed.size()).isLessThan(4 << 20);
        String descriptor =
                "{\"key\": \"taker-try\", \"partner\": \"taker\", \"agreement\": \"taker-agreement\", \"kind\": \"BILL\","
                        + " \"transport\": {\"type\": \"push\"}, \"format\": {\"type\": \"csv\"}, " + COLUMNS + "}";
        String body = "{\"descriptor\": " + descriptor + ", \"sample\": \""
                + java.util.Base64.getEncoder().encodeToString(packed.toByteArray()) + "\"}";

        assertThat(host.post(host.admin(), "/hub/v1/adapters/dry-run", body)
                        .expect(413)
                        .path("code")
                        .asText())
                .isEqualTo("SAMPLE_TOO_LARGE");
    }

    @Test
    void aDescriptorThatHoldsNoCharacterIsRefused() {
        String descriptor =
                "{\"key\": \"nul\", \"partner\": \"taker\", \"agreement\": \"taker-agreement\", \"kind\": \"BILL\","
                        + " \"description\": \"a\\u0000b\", \"transport\": {\"type\": \"push\"}, \"format\": {\"type\": \"focus\"}}";

        assertThat(Wire.hub()
                        .send("PUT", "/hub/v1/adapters/nul", host.admin(), descriptor)
                        .expect(400)
                        .path("code")
                        .asText())
                .isEqualTo("INVALID_BODY");
    }

    @Test
    void aListenerWaitsForNoEventThatNeverComes() {
        String hub = "/tmf-api/party/v4/hub";
        String asked = "{\"callback\": \"http://127.0.0.1:9998/x\", \"query\": \"eventType=CustomerBillCreateEvent\"}";

        assertThat(host.post(host.admin(), hub, asked)
                        .expect(400)
                        .path("message")
                        .asText())
                .startsWith(
                        "/query: \"CustomerBillCreateEvent\" is no event of this API; there are IndividualAttribute");
        host.post(host.admin(), hub, asked.replace("CustomerBill", "Organization"))
                .expect(201);
    }
}
