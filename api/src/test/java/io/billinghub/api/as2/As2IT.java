package io.billinghub.api.as2;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.component.as2.api.AS2EncryptionAlgorithm;
import org.apache.camel.component.as2.api.AS2MessageStructure;
import org.apache.camel.component.as2.api.AS2SignatureAlgorithm;
import org.apache.camel.component.as2.api.entity.AS2DispositionType;
import org.apache.camel.component.as2.api.entity.AS2MessageDispositionNotificationEntity;
import org.apache.camel.component.as2.api.entity.DispositionNotificationMultipartReportEntity;
import org.apache.camel.component.as2.api.entity.MultipartSignedEntity;
import org.apache.camel.component.as2.api.util.MicUtils;
import org.apache.camel.component.as2.api.util.SigningUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bills of a partner's AS2 station, by a client that others have written; and what comes that is not the partner's. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class As2IT {

    private static As2Keys host;
    private static As2Keys partner;
    private static As2Keys next;
    private static As2Keys ended;
    private static As2Keys stranger;

    private final String mark = UUID.randomUUID().toString();
    private final String strict = "as2-" + mark.substring(0, 8);
    private final String open = "as2-open-" + mark.substring(0, 8);

    @BeforeAll
    static void keys() {
        host = As2Keys.valid("host");
        partner = As2Keys.valid("partner");
        next = As2Keys.valid("partner next");
        ended = As2Keys.until("partner ended", Instant.now().minus(Duration.ofDays(1)));
        stranger = As2Keys.valid("stranger");
        secret("as2-it-key", host.store("of the store"));
        secret("as2-it-password", "of the store");
        secret("as2-it-partner", partner.pem() + ended.pem());
        secret("as2-it-next", next.pem());
    }

    private static void secret(String name, String value) {
        System.setProperty("hub.secrets.\"nordlys\"." + name, value);
    }

    @BeforeEach
    void adapters() {
        DemoData.load();
        adapter(strict, "");
        adapter(open, ", \"encryption\": \"optional\", \"legacyAlgorithms\": [\"sha1\", \"3des\"]");
    }

    private static void adapter(String key, String options) {
        Tmf.as("marketplace-admin")
                .contentType("application/json")
                .body("""
                        {"key": "%s", "partner": "kinobox", "agreement": "kinobox-agency", "kind": "BILL",
                         "transport": {"type": "as2", "as2From": "Kinobox Oy", "as2To": "NORDLYS", "key": "secret:as2-it-key",
                                       "keyPassword": "secret:as2-it-password",
                                       "partnerCertificates": ["secret:as2-it-partner", "secret:as2-it-next"] %s},
                         "format": {"type": "csv"},
                         "mapping": {"columns": {"number": "number", "account": "account", "product": "product", "net": "net", "from": "from"},
                                     "constants": {"currency": "EUR", "taxCategory": "S", "taxRate": "25.5"}}}
                        """.formatted(key, options))
                .put("/hub/v1/adapters/" + key)
                .then()
                .statusCode(200);
    }

    private static String address(String adapter) {
        return "/hub/v1/as2/nordlys/" + adapter;
    }

    private static As2Client client(As2Keys keys) {
        return new As2Client("\"Kinobox Oy\"", "NORDLYS", keys, host);
    }

    private String bill(String number) {
        return "number,account,product,net,from\r\n%s-%s,nobody-%s,KBX-PLUS,1.00,2026-10-05\r\n"
                .formatted(number, mark, mark);
    }

    private String bills(String number) {
        return HubFixture.value(
                "nordlys",
                "select string_agg(d.transport || ' ' || d.file_name || ' ' || d.status, ', ') from partner_bill b join received_document d"
                        + " on d.id = b.document_id where b.number = '" + number + "-" + mark + "'");
    }

    private static AS2MessageDispositionNotificationEntity receipt(As2Client.Exchange exchange) {
        assertThat(exchange.response().getCode()).isEqualTo(200);
        MultipartSignedEntity signed =
                (MultipartSignedEntity) exchange.response().getEntity();
        assertThat(SigningUtils.isValid(signed, host.chain())).isTrue();
        DispositionNotificationMultipartReportEntity report =
                (DispositionNotificationMultipartReportEntity) signed.getSignedDataEntity();
        return (AS2MessageDispositionNotificationEntity) report.getPart(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = AS2MessageStructure.class,
            names = {"SIGNED_ENCRYPTED", "ENCRYPTED_COMPRESSED_SIGNED", "ENCRYPTED_SIGNED_COMPRESSED"})
    void aBillComesInAndItsReceiptIsSignedAndHoldsItsDigest(AS2MessageStructure structure) throws Exception {
        String number = structure.name();
        As2Client.Exchange exchange =
                client(partner).send(RestAssured.port, address(strict), bill(number), As2Client.Style.of(structure));

        AS2MessageDispositionNotificationEntity receipt = receipt(exchange);
        assertThat(receipt.getDispositionType()).isEqualTo(AS2DispositionType.PROCESSED);
        assertThat(receipt.getDispositionModifier()).isNull();
        assertThat(receipt.getOriginalMessageId())
                .isEqualTo(exchange.request().getFirstHeader("Message-Id").getValue());
        // what was compressed before it was signed is digested as it was signed (RFC 5402, 4.1); Camel takes the
        // compression off first
        if (structure != AS2MessageStructure.ENCRYPTED_COMPRESSED_SIGNED) {
            MicUtils.ReceivedContentMic sent = MicUtils.createReceivedContentMic(
                    exchange.request(), partner.chain(), host.pair().getPrivate());
            assertThat(receipt.getReceivedContentMic().getEncodedMessageDigest())
                    .isEqualTo(sent.getEncodedMessageDigest());
        }
        assertThat(bills(number)).isEqualTo("as2 bill.csv QUARANTINED");
    }

    @Test
    void whatIsOnlySignedIsTakenWhereThatIsAgreed() {
        As2Client.Style signed = As2Client.Style.of(AS2MessageStructure.SIGNED);
        AS2MessageDispositionNotificationEntity refused =
                receipt(client(partner).send(RestAssured.port, address(strict), bill("S1"), signed));
        assertThat(String.valueOf(refused.getDispositionModifier())).contains("insufficient-message-security");
        assertThat(bills("S1")).isNull();

        receipt(client(next).send(RestAssured.port, address(open), bill("S1"), signed));
        assertThat(bills("S1")).isEqualTo("as2 bill.csv QUARANTINED");
    }

    @Test
    void weakAlgorithmsAreTakenWhereTheyAreAgreed() {
        As2Client.Style weak = new As2Client.Style(
                AS2MessageStructure.SIGNED_ENCRYPTED,
                AS2SignatureAlgorithm.SHA1WITHRSA,
                AS2EncryptionAlgorithm.DES_EDE3_CBC);
        AS2MessageDispositionNotificationEntity refused =
                receipt(client(partner).send(RestAssured.port, address(strict), bill("W1"), weak));
        assertThat(String.valueOf(refused.getDispositionModifier())).contains("insufficient-message-security");
        receipt(client(partner).send(RestAssured.port, address(open), bill("W1"), weak));
        assertThat(bills("W1")).isEqualTo("as2 bill.csv QUARANTINED");
        As2Client.Style broken = new As2Client.Style(
                AS2MessageStructure.SIGNED_ENCRYPTED, AS2SignatureAlgorithm.MD5WITHRSA, AS2EncryptionAlgorithm.RC2_CBC);
        receipt(client(partner).send(RestAssured.port, address(open), bill("W2"), broken));
        assertThat(bills("W2")).isNull();
    }

    private Response post(String adapter, As2Client.Caught message, Map<String, String> changed, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        List.of("host", "content-length", "connection", "transfer-encoding").forEach(headers::remove);
        headers.putAll(changed);
        headers.values().removeIf(String::isEmpty);
        RequestSpecification request = given().config(RestAssured.config()
                .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)));
        String type = headers.remove("content-type");
        headers.forEach(request::header);
        return request.header("Content-Type", type).body(body).post(address(adapter));
    }

    private static String disposition(Response response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.asByteArray(), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith("Disposition: "))
                .map(line -> line.substring(line.indexOf(';') + 2))
                .findFirst()
                .orElse("none");
    }

    /** The receipt was lost on its way, or the hub was killed before it was sent: the sender repeats. */
    @Test
    void aMessageThatComesAgainIsTakenInOnceAndReceipted() {
        As2Client.Caught message = client(partner)
                .caught(address(strict), bill("R"), As2Client.Style.of(AS2MessageStructure.SIGNED_ENCRYPTED));
        Response first = post(strict, message, Map.of(), message.body());
        Response again = post(strict, message, Map.of(), message.body());

        assertThat(disposition(first)).isEqualTo("processed");
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(again.header("Message-ID")).isEqualTo(first.header("Message-ID"));
        assertThat(disposition(post(strict, message, Map.of("message-id", "<other@station>"), message.body())))
                .isEqualTo("processed/warning: duplicate-document");
        assertThat(bills("R")).isEqualTo("as2 bill.csv QUARANTINED");
        // another message by an id that was used
        As2Client.Caught other = client(partner)
                .caught(address(strict), bill("R2"), As2Client.Style.of(AS2MessageStructure.SIGNED_ENCRYPTED));
        Response used =
                post(strict, other, Map.of("message-id", message.headers().get("Message-id")), other.body());
        assertThat(disposition(used)).isEqualTo("processed/error: unexpected-processing-error");
        assertThat(bills("R2")).isNull();
    }

    @Test
    void whatThePartnerHasNotSignedIsNotTaken() {
        As2Client.Style style = As2Client.Style.of(AS2MessageStructure.SIGNED_ENCRYPTED);
        As2Client.Caught message = client(partner).caught(address(strict), bill("F"), style);
        byte[] tampered = message.body().clone();
        tampered[tampered.length / 2] ^= 1;
        byte[] half = Arrays.copyOf(message.body(), message.body().length / 2);
        As2Client.Caught foreign = client(stranger).caught(address(strict), bill("F"), style);
        As2Client.Caught late = client(ended).caught(address(strict), bill("F"), style);
        As2Client.Caught unsigned =
                client(partner).caught(address(strict), bill("F"), As2Client.Style.of(AS2MessageStructure.ENCRYPTED));
        As2Client.Caught forOther =
                new As2Client("\"Kinobox Oy\"", "NORDLYS", partner, stranger).caught(address(strict), bill("F"), style);

        String failed = "processed/error: authentication-failed";
        assertThat(disposition(post(strict, message, Map.of(), tampered))).isEqualTo(failed);
        assertThat(disposition(post(strict, message, Map.of(), half))).isEqualTo(failed);
        assertThat(disposition(post(strict, message, Map.of(), new byte[0]))).isEqualTo(failed);
        assertThat(disposition(post(strict, foreign, Map.of(), foreign.body()))).isEqualTo(failed);
        assertThat(disposition(post(strict, late, Map.of(), late.body()))).isEqualTo(failed);
        assertThat(disposition(post(strict, unsigned, Map.of(), unsigned.body())))
                .isEqualTo(failed);
        assertThat(disposition(post(strict, forOther, Map.of(), forOther.body())))
                .isEqualTo("processed/error: decryption-failed");
        assertThat(bills("F")).isNull();
        // nothing of a refusal is kept: the same message as it was sent is taken
        assertThat(disposition(post(strict, message, Map.of(), message.body()))).isEqualTo("processed");
    }

    @Test
    void whoIsNoStationLearnsNothingOfThoseThatAre() {
        As2Client.Caught message = client(partner)
                .caught(address(strict), bill("N"), As2Client.Style.of(AS2MessageStructure.SIGNED_ENCRYPTED));
        Response other = post(strict, message, Map.of("as2-from", "\"Somebody\""), message.body());
        Response toOther = post(strict, message, Map.of("as2-to", "OTHER"), message.body());
        Response nowhere = post("nowhere", message, Map.of(), message.body());
        Response push = post("kinobox-csv", message, Map.of(), message.body());
        for (Response response : List.of(other, toOther, nowhere, push)) {
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.<String>path("code")).isEqualTo("AS2_STATION_REFUSED");
        }
        assertThat(push.<String>path("detail"))
                .isEqualTo(nowhere.path("detail"))
                .isEqualTo(other.path("detail"));

        Response elsewhere =
                post(strict, message, Map.of("receipt-delivery-option", "http://127.0.0.1:1/"), message.body());
        assertThat(elsewhere.statusCode()).isEqualTo(422);
        assertThat(elsewhere.<String>path("detail")).contains("leave Receipt-Delivery-Option out");
        Response unnamed = post(strict, message, Map.of("message-id", ""), message.body());
        assertThat(unnamed.statusCode()).isEqualTo(422);
        Response unmet = post(
                strict,
                message,
                Map.of(
                        "disposition-notification-options",
                        "signed-receipt-protocol=required,pkcs7-signature; signed-receipt-micalg=required,md5"),
                message.body());
        assertThat(disposition(unmet)).isEqualTo("failed/failure: unsupported MIC-algorithms");
        assertThat(bills("N")).isNull();
    }
}
