package io.billinghub.api.usage;

import static io.billinghub.api.account.AccountSamples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that take back others: appended, once at most, in the period that is open or as a difference of the billed one. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class UsageCorrectionsIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String SENSATE = "partner-sensate";
    private static final String EVENTS = "/hub/v1/partners/sensate/usage-events";

    /** A customer number of sensate whose account is in a cycle of its own, open from September. */
    private final String customer = "corrected-" + UUID.randomUUID().toString().substring(0, 20);

    private String cycle;

    @BeforeEach
    void account() {
        DemoData.load();
        cycle = Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "Corrections alone", "openFrom": "2026-09-01"}
                """));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", customer);
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingAccount", body);
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(customer, customer)))
                .statusCode(200);
    }

    @Test
    void aReversalTakesBackTheWholeEvent() {
        String full = event("1", "10.5")
                .replace(
                        "}",
                        ", \"until\": \"2026-09-10T13:00:00Z\", \"group\": \"g\", \"amount\": 0.75, \"dimensions\": {\"region\": \"north\"}}");
        send(full).body("accepted", equalTo(1));
        send(reversal("2", "1")).body("accepted", equalTo(1)).body("refused", equalTo(0));
        assertThat(stored())
                .containsExactly(
                        "10.5 message g 2026-09-10T12 2026-09-10T13 {\"region\": \"north\"} 0.75, 2026-09-01",
                        "-10.5 message g 2026-09-10T12 2026-09-10T13 {\"region\": \"north\"} 0.75, 2026-09-01");
    }

    @Test
    void aCorrectionCountsInPlaceOfTheEventAndMayBeCorrectedAgain() {
        send(event("1", "10"));
        send(correction("2", "7", "1")).body("accepted", equalTo(1));
        send(correction("3", "8", "2")).body("accepted", equalTo(1));
        // 10 - 10 + 7 - 7 + 8
        assertThat(quantities()).isEqualTo("-10 -7 7 8 10");
        refused(correction("4", "9", "1"), "ORIGINAL_TAKEN_BACK", "was taken back before");
        refused(reversal("5", "2"), "ORIGINAL_TAKEN_BACK", "was taken back before");
        send(reversal("6", "3")).body("accepted", equalTo(1));
        refused(reversal("7", "6"), "REVERSAL_TAKEN_BACK", "takes another one back and counts nothing");
        assertThat(quantities()).isEqualTo("-10 -8 -7 7 8 10");
    }

    @Test
    void whatWasRefusedMayComeAgainWhenItsOriginalIsThere() {
        refused(reversal("2", "1"), "UNKNOWN_ORIGINAL", "\"" + customer + "-1\" of this source was not taken in");
        refused(correction("2", "3", "1"), "UNKNOWN_ORIGINAL", "was not taken in");
        send(event("1", "10"));
        // of another source it is another event
        refused(reversal("2", "1").replace("}", ", \"source\": \"probe\"}"), "UNKNOWN_ORIGINAL", "of this source");
        send(reversal("2", "1")).body("accepted", equalTo(1));
        assertThat(quantities()).isEqualTo("-10 10");
    }

    @Test
    void theOriginalMayBeInTheSameBatch() {
        send(reversal("3", "2") + correction("2", "7", "1") + event("1", "10")).body("accepted", equalTo(3));
        assertThat(quantities()).isEqualTo("-10 -7 7 10");
    }

    @Test
    void aCorrectionThatBreaksARuleTakesNothingBack() {
        send(event("1", "10"));
        refused(
                correction("2", "7", "1").replace("\"" + customer + "\"", "\"nobody\""),
                "UNKNOWN_ACCOUNT",
                "\"nobody\" is not linked");
        assertThat(quantities()).isEqualTo("10");
    }

    /** September is billed: it is taken back, and counted anew, as a difference of September on the bill of October. */
    @Test
    void ofABilledPeriodTheDifferenceIsForTheOpenOne() {
        send(event("1", "10") + event("2", "20"));
        bill("2026-10-01");
        send(reversal("3", "1") + correction("4", "25", "2")).body("accepted", equalTo(2));
        assertThat(periods())
                .containsExactly(
                        "-20 2026-10-01 2026-09-01",
                        "-10 2026-10-01 2026-09-01",
                        "10 2026-09-01 none",
                        "20 2026-09-01 none",
                        "25 2026-10-01 2026-09-01");
        // October is billed too: the difference is still one of September
        bill("2026-11-01");
        send(reversal("5", "4")).body("accepted", equalTo(1));
        assertThat(periods()).contains("-25 2026-11-01 2026-09-01");
    }

    /** Late usage counted with October by the agreement; so what takes it back, and what counts in its place, change October. */
    @Test
    void lateUsageIsCorrectedWhereItWasCounted() {
        bill("2026-10-01");
        send(event("1", "10"));
        send(correction("2", "12", "1"));
        assertThat(periods()).containsExactly("-10 2026-10-01 none", "10 2026-10-01 none", "12 2026-10-01 none");
        // October is billed: the difference to it is on the bill of November, also where the correction is corrected
        bill("2026-11-01");
        send(correction("3", "15", "2"));
        send(correction("4", "16", "3"));
        assertThat(periods())
                .containsExactly(
                        "-15 2026-11-01 2026-10-01",
                        "-12 2026-11-01 2026-10-01",
                        "-10 2026-10-01 none",
                        "10 2026-10-01 none",
                        "12 2026-10-01 none",
                        "15 2026-11-01 2026-10-01",
                        "16 2026-11-01 2026-10-01");
    }

    /** What is said to have happened in another period counts in that one. */
    @Test
    void aCorrectionThatMovesLateUsageToAnotherPeriodCountsThere() {
        bill("2026-10-01");
        send(event("1", "10"));
        send(correction("2", "12", "1").replace("2026-09-10", "2026-08-10"));
        assertThat(periods()).containsExactly("-10 2026-10-01 none", "10 2026-10-01 none", "12 2026-10-01 2026-08-01");
    }

    /** Eight clients send the same 200 corrections and the same 200 reversals, each in another order and with other bytes. */
    @Test
    void ofClientsThatCorrectTheSameAtOnceEachEventIsTakenBackOnce() {
        String originals =
                IntStream.range(0, 400).mapToObj(i -> event("e" + i, "1")).reduce("", String::concat);
        send(originals).body("accepted", equalTo(400));
        List<String> takers = IntStream.range(0, 400)
                .mapToObj(i -> i < 200 ? correction("t" + i, "3", "e" + i) : reversal("t" + i, "e" + i))
                .toList();
        int[] told = together(client -> {
            List<String> shuffled = new ArrayList<>(takers);
            Collections.shuffle(shuffled, new Random(client));
            return String.join("", shuffled);
        });
        assertThat(told).containsExactly(400, 7 * 400, 0);
        // 400 x 1 - 400 x 1 + 200 x 3
        assertThat(sum()).isEqualTo("1000 600");
    }

    /** Each client's corrections are events of its own: one of the eight takes an event back, the others are told. */
    @Test
    void ofDifferentCorrectionsOfOneEventTheFirstCounts() {
        String originals =
                IntStream.range(0, 100).mapToObj(i -> event("e" + i, "1")).reduce("", String::concat);
        send(originals).body("accepted", equalTo(100));
        int[] told = together(client -> {
            List<String> own = new ArrayList<>(IntStream.range(0, 100)
                    .mapToObj(i -> correction("t" + client + "-" + i, "5", "e" + i))
                    .toList());
            Collections.shuffle(own, new Random(client));
            return String.join("", own);
        });
        assertThat(told).containsExactly(100, 0, 700);
        // 100 x 1 - 100 x 1 + 100 x 5
        assertThat(sum()).isEqualTo("300 500");
    }

    @Test
    void usageThatTakesBackIsShownWithWhatItTakesBack() {
        String document = send(event("1", "10")).extract().path("document");
        String reversing = send(reversal("2", "1")).extract().path("document");
        Tmf.get(SENSATE, "/tmf-api/usageManagement/v4/usage/" + usage(reversing, 1))
                .body("usageDate", equalTo("2026-09-10T12:00:00Z"))
                .body("usageCharacteristic.find { it.name == 'quantity' }.value", equalTo(-10))
                .body("usageCharacteristic.find { it.name == 'reverses' }.value", equalTo(usage(document, 1)));
        String correcting =
                send(event("3", "4") + correction("4", "5", "3")).extract().path("document");
        Tmf.get(SENSATE, "/tmf-api/usageManagement/v4/usage/" + usage(correcting, 1_000_000_002))
                .body("usageCharacteristic.find { it.name == 'quantity' }.value", equalTo(-4))
                .body("usageCharacteristic.find { it.name == 'reverses' }.value", equalTo(usage(correcting, 1)));
    }

    private static String usage(String document, int position) {
        return HubFixture.value(
                "nordlys",
                "select usage_uuid(d.id, " + position + ") from received_document d where d.uuid = '" + document + "'");
    }

    /** What the clients were told in all: accepted, duplicates, refused. */
    private static int[] together(IntFunction<String> batch) {
        List<CompletableFuture<Response>> replies = IntStream.range(0, 8)
                .mapToObj(client -> {
                    String body = batch.apply(client);
                    return CompletableFuture.supplyAsync(() -> post(body), command -> new Thread(command).start());
                })
                .toList();
        int[] told = new int[3];
        for (CompletableFuture<Response> reply : replies) {
            ValidatableResponse answer = reply.join().then().statusCode(200);
            told[0] += answer.extract().<Integer>path("accepted");
            told[1] += answer.extract().<Integer>path("duplicates");
            told[2] += answer.extract().<Integer>path("refused");
        }
        return told;
    }

    private static void refused(String event, String code, String detail) {
        send(event)
                .body("accepted", equalTo(0))
                .body("events[0].fate", equalTo("refused"))
                .body("events[0].code", equalTo(code))
                .body("events[0].detail", containsString(detail));
    }

    private static ValidatableResponse send(String batch) {
        return post(batch).then().statusCode(200);
    }

    private static Response post(String batch) {
        return Tmf.as(SENSATE)
                .contentType("application/x-ndjson")
                .body(batch.getBytes(StandardCharsets.UTF_8))
                .post(EVENTS);
    }

    private String event(String id, String quantity) {
        return "{\"id\": \"" + customer + "-" + id + "\", \"account\": \"" + customer
                + "\", \"product\": \"SNS-MSG\", \"at\": \"2026-09-10T12:00:00Z\", \"quantity\": " + quantity
                + ", \"unit\": \"message\"}\n";
    }

    private String correction(String id, String quantity, String original) {
        return event(id, quantity).replace("}", ", \"corrects\": \"" + customer + "-" + original + "\"}");
    }

    private String reversal(String id, String original) {
        return "{\"id\": \"" + customer + "-" + id + "\", \"reverses\": \"" + customer + "-" + original + "\"}\n";
    }

    /** As a run does that bills what was before the day. */
    private void bill(String openFrom) {
        HubFixture.execute(
                "nordlys", "update bill_cycle set open_from = '" + openFrom + "' where uuid = '" + cycle + "'");
    }

    private List<String> stored() {
        return rows(
                "trim_scale(u.quantity) || ' ' || u.unit || ' ' || u.grouping_key || ' ' || to_char(u.occurred_at at time zone 'UTC',"
                        + " 'YYYY-MM-DD\"T\"HH24') || ' ' || to_char(u.ended_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24') || ' ' || u.dimensions"
                        + " || ' ' || u.amount || ', ' || u.bill_period",
                "u.quantity desc");
    }

    private String quantities() {
        return String.join(" ", rows("trim_scale(u.quantity)::text", "u.quantity"));
    }

    private List<String> periods() {
        return rows(
                "trim_scale(u.quantity) || ' ' || u.bill_period || ' ' || coalesce(u.rated_period::text, 'none')",
                "u.quantity");
    }

    private String sum() {
        return HubFixture.value(
                "nordlys",
                "select count(*) || ' ' || trim_scale(sum(u.quantity)) from usage_record u join billing_account a"
                        + " on a.id = u.account_id where a.number = '" + customer + "'");
    }

    private List<String> rows(String shown, String order) {
        String all = HubFixture.value(
                "nordlys",
                "select string_agg(" + shown + ", ';' order by " + order + ") from usage_record u"
                        + " join billing_account a on a.id = u.account_id where a.number = '" + customer + "'");
        return List.of(all.split(";", -1));
    }
}
