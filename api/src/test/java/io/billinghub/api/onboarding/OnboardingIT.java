package io.billinghub.api.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partner comes on board by its case: step by step, each by who may take it, and nothing of it is billed before. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OnboardingIT {

    private static final String CASES = "/hub/v1/onboardings/";
    private static final String DESCRIPTOR = """
            {"mapping": {"columns": {"account": "no", "product": "sku", "net": "sum", "from": "day"}}}
            """;
    private static final String LINKS = "customerNumber,account\nC-1,NL-1001\n";
    private static final String SAMPLE = "no,sku,sum,day\nC-1,TILES,41.50,2026-11-03\nC-1,ROUTES,12.25,2026-11-04\n";

    private static Host host;

    @BeforeEach
    void tenant() {
        if (host == null) {
            Host created = Host.create("onboarding");
            created.post(created.admin(), "/hub/v1/agreement-templates", Host.TEMPLATE)
                    .expect(201);
            host = created;
        }
    }

    @Test
    void allThatAPartnerNeedsIsMadeAndIsAResourceOfItsOwn() {
        JsonNode begun = host.begin("maker");
        assertThat(begun.path("state").asText()).isEqualTo("IN_REVIEW");
        assertThat(begun.at("/history").findValuesAsText("to")).containsExactly("INVITED", "IN_REVIEW");
        assertThat(begun.path("resources"))
                .hasSize(5)
                .allSatisfy(path -> assertThat(
                                Wire.hub().get(path.asText(), host.admin()).status())
                        .as(path.asText())
                        .isEqualTo(200));
        JsonNode agreement = Wire.hub()
                .get(begun.at("/resources/agreement").asText(), host.admin())
                .expect(200);
        assertThat(agreement.path("version").asText()).isEqualTo("0");
        assertThat(HubFixture.value(
                        "onboarding",
                        "select bank_iban || ' ' || t.number from party p join tax_registration t on t.party_id = p.id"
                                + " where key = 'maker'"))
                .isEqualTo("NO9386011117947 NO910009990MVA");
    }

    @Test
    void whatIsWrongIsNamedAndNothingIsMade() {
        refusal("\"vatId\": \"NO910009991MVA\"", 422, "INVALID_VAT_NUMBER", "/vatId");
        refusal("\"iban\": \"NO9386011117948\"", 422, "INVALID_IBAN", "/iban");
        refusal("\"template\": \"no-such\"", 422, "UNKNOWN_TEMPLATE", "/template");
        refusal("\"email\": \"nobody\"", 422, "SCHEMA", "/email");
        refusal("\"nmae\": \"x\"", 400, "INVALID_BODY", "/nmae");
        refusal("\"key\": \"nordlys\"", 409, "PARTNER_EXISTS", "/key");
        assertThat(HubFixture.value("onboarding", "select count(*) from party where key = 'wrong'"))
                .isEqualTo("0");
    }

    private static void refusal(String field, int status, String code, String place) {
        String name = field.substring(0, field.indexOf(':'));
        String body = """
                {"name": "wrong", "country": "NO", "vatId": "NO910009990MVA", "iban": "NO9386011117947",
                 "email": "a@b.example", "template": "resale"}""";
        String changed = body.contains(name)
                ? body.replaceFirst(name + ": \"[^\"]*\"", field)
                : body.replace("{", "{" + field + ", ");
        Wire.Answer answer = host.post(host.admin(), "/hub/v1/onboardings", changed);
        assertThat(answer.expect(status).path("code").asText())
                .as(answer.text())
                .isEqualTo(code);
        assertThat(answer.json().path("detail").asText()).startsWith(place);
    }

    @Test
    void whoIsInvitedCompletesItsDataItself() {
        host.post(host.admin(), "/hub/v1/onboardings", """
                {"name": "guest", "country": "DE", "email": "a@b.example", "template": "resale", "currency": "USD"}
                """).expect(201);
        JsonNode invited =
                Wire.hub().get(CASES + "guest", host.partner("guest")).expect(200);
        assertThat(invited.path("state").asText()).isEqualTo("INVITED");
        host.post(host.partner("guest"), CASES + "guest/complete", "{\"vatId\": \"DE136695976\"}")
                .expect(422);
        JsonNode complete = host.post(
                        host.partner("guest"),
                        CASES + "guest/complete",
                        "{\"vatId\": \"DE136695976\", \"iban\": \"DE89370400440532013000\"}")
                .expect(200);
        assertThat(complete.path("state").asText()).isEqualTo("IN_REVIEW");
        assertThat(complete.at("/history/1/by").asText()).isEqualTo("test-partner");
    }

    @Test
    void anAgreementIsInForceWhenAnotherHasApprovedItAndThePartnerHasAccepted() {
        host.begin("signer");
        assertThat(host.post(host.partner("signer"), CASES + "signer/accept", null)
                        .expect(409)
                        .path("code")
                        .asText())
                .isEqualTo("PROPOSAL_STATE");
        assertThat(host.post(host.admin(), CASES + "signer/approve", null)
                        .expect(403)
                        .path("code")
                        .asText())
                .isEqualTo("FOUR_EYES");
        JsonNode approved =
                host.post(host.second(), CASES + "signer/approve", null).expect(200);
        assertThat(approved.path("waitsFor").asText()).startsWith("The partner accepts");
        assertThat(versions("signer")).isEqualTo("0");
        JsonNode signed =
                host.post(host.partner("signer"), CASES + "signer/accept", null).expect(200);
        assertThat(signed.path("state").asText()).isEqualTo("AGREEMENT_SIGNED");
        assertThat(versions("signer")).isEqualTo("1");
        assertThat(HubFixture.value(
                        "onboarding",
                        "select valid_from || ' ' || (share_model #>> '{shares,0,party}') from agreement_version v join agreement a"
                                + " on a.id = v.agreement_id where a.key = 'signer-agreement'"))
                .isEqualTo("2026-10-01 signer");
    }

    @Test
    void aChangeOfAnAgreementGoesTheSameWayAndNoOther() {
        host.sign("changer");
        String second = """
                {"validFrom": "2027-01-01", "sellingModel": "RESALE", "currency": "EUR", "residueParty": "nordlys",
                 "shareModel": {"type": "percentage", "shares": [
                   {"party": "changer", "percent": "90"}, {"party": "nordlys", "percent": "10"}]}}
                """;
        String imported =
                "{\"agreements\": [{\"key\": \"changer-agreement\", \"name\": \"changer, Resale\", \"partner\": \"changer\","
                        + " \"versions\": [" + second.replaceFirst("\\{", "{\"version\": 2, ") + "]}]}";
        JsonNode refused = host.post(host.second(), "/hub/v1/imports", imported).expect(422);
        assertThat(refused.at("/findings/0/code").asText()).isEqualTo("APPROVAL_NEEDED");
        JsonNode unbalanced = host.post(
                        host.second(), CASES + "changer/agreement-versions", second.replace("\"90\"", "\"95\""))
                .expect(422);
        assertThat(unbalanced.path("code").asText()).isEqualTo("SHARES_NOT_100");
        host.post(host.second(), CASES + "changer/agreement-versions", second).expect(200);
        host.post(host.admin(), CASES + "changer/reject", "{}").expect(422);
        host.post(host.admin(), CASES + "changer/reject", "{\"reason\": \"too much\"}")
                .expect(200);
        host.post(host.second(), CASES + "changer/agreement-versions", second).expect(200);
        host.post(host.admin(), CASES + "changer/approve", null).expect(200);
        assertThat(versions("changer")).isEqualTo("1");
        host.post(host.partner("changer"), CASES + "changer/accept", null).expect(200);
        JsonNode all = Wire.hub()
                .get(CASES + "changer/agreement-versions", host.partner("changer"))
                .expect(200);
        assertThat(all.path("items").findValuesAsText("state")).containsExactly("IN_FORCE", "REJECTED", "IN_FORCE");
        assertThat(HubFixture.values(
                        "onboarding",
                        "select valid_from || ' ' || valid_to from agreement_version v join agreement a on a.id = v.agreement_id"
                                + " where a.key = 'changer-agreement' order by version"))
                .containsExactly("2026-10-01 2027-01-01", "2027-01-01 infinity");
    }

    /** Whoever sends it: no login alone may agree with a partner for the marketplace and for the partner. */
    @Test
    void noOtherAgreementWithThePartnerPassesByItsCase() {
        host.sign("twice");
        String terms = """
                {"version": 1, "validFrom": "2026-10-01", %s"sellingModel": "RESALE", "currency": "EUR", "residueParty": "nordlys",
                 "shareModel": {"type": "percentage", "shares": [
                   {"party": "twice", "percent": "80"}, {"party": "nordlys", "percent": "20"}]}}
                """;
        imported("", "twice-more", "twice", terms.formatted(""), 422);
        String role = "\"roles\": [{\"party\": \"twice\", \"role\": \"PARTNER\", \"key\": \"twice-too\"}], ";
        imported(role, "twice-more", "twice-too", terms.formatted(""), 422);
        imported("", "twice-agreement", "twice", terms.formatted("\"validTo\": \"2026-12-01\", "), 422);
        imported("", "twice-agreement", "twice", terms.formatted(""), 200);
        assertThat(HubFixture.value("onboarding", "select count(*) from agreement where key = 'twice-more'"))
                .isEqualTo("0");
    }

    private static void imported(String before, String agreement, String partner, String version, int status) {
        JsonNode answer = host.post(
                        host.admin(),
                        "/hub/v1/imports",
                        "{" + before + "\"agreements\": [{\"key\": \"" + agreement
                                + "\", \"name\": \"twice, Resale\", \"partner\": \"" + partner + "\", \"versions\": ["
                                + version + "]}]}")
                .expect(status);
        assertThat(answer.path("findings").findValuesAsText("code"))
                .isEqualTo(status == 200 ? List.of() : List.of("APPROVAL_NEEDED"));
    }

    private static String versions(String partner) {
        return HubFixture.value(
                "onboarding",
                "select count(*) from agreement_version v join agreement a on a.id = v.agreement_id where a.key = '"
                        + partner + "-agreement'");
    }

    @Test
    void aSampleThatIsNotAcceptedWholeLeavesNothingBehind() {
        host.sign("tester");
        JsonNode unlinked = host.upload(
                        host.partner("tester"),
                        CASES + "tester/adapter",
                        Map.of("descriptor", DESCRIPTOR, "sample", SAMPLE))
                .expect(422);
        assertThat(unlinked.path("code").asText()).isEqualTo("SAMPLE_NOT_ACCEPTED");
        assertThat(unlinked.at("/dryRun/findings").findValuesAsText("ruleCode"))
                .containsExactly("UNKNOWN_ACCOUNT", "UNKNOWN_ACCOUNT");
        JsonNode wrongLink = host.upload(
                        host.admin(),
                        CASES + "tester/adapter",
                        Map.of(
                                "descriptor",
                                DESCRIPTOR,
                                "sample",
                                SAMPLE,
                                "accountLinks",
                                "customerNumber,account\nC-1,NL-1001\nC-2,nowhere\n"))
                .expect(422);
        assertThat(wrongLink.at("/links/rows/1/code").asText()).isEqualTo("UNKNOWN_REFERENCE");
        assertThat(HubFixture.value(
                        "onboarding",
                        "select (select count(*) from adapter where key = 'tester') + (select count(*) from account_link l join"
                                + " party_role r on r.id = l.partner_id where r.key = 'tester')"))
                .isEqualTo("0");
    }

    @Test
    void untilItIsActiveAPartnerTriesDocumentsAndNoneIsTakenIn() {
        host.sign("mover");
        JsonNode tested = host.upload(
                        host.admin(),
                        CASES + "mover/adapter",
                        Map.of("descriptor", DESCRIPTOR, "sample", SAMPLE, "accountLinks", LINKS))
                .expect(200);
        assertThat(tested.at("/onboarding/state").asText()).isEqualTo("ADAPTER_TESTED");
        assertThat(tested.at("/dryRun/totals/0/value").decimalValue()).isEqualByComparingTo("53.75");
        String other = SAMPLE.replace("41.50", "7.00").replace("C-1,ROUTES", "C-9,ROUTES");
        JsonNode tried = host.push(host.partner("mover"), "mover", "/sandbox/documents", other)
                .expect(200);
        assertThat(tried.path("status").asText()).isEqualTo("PARTLY_ACCEPTED");
        assertThat(tried.at("/lines/0/account").asText()).isEqualTo("NL-1001");
        assertThat(tried.at("/lines/1/accepted").asBoolean()).isFalse();
        assertThat(tried.at("/totals/0/value").decimalValue()).isEqualByComparingTo("7");
        assertThat(host.push(host.partner("mover"), "mover", "/documents", SAMPLE)
                        .expect(409)
                        .path("code")
                        .asText())
                .isEqualTo("PARTNER_NOT_ACTIVE");
        assertThat(documentsOf("mover")).isEqualTo("0");

        decide("mover", "CERTIFY", 200);
        decide("mover", "SUSPEND", 422);
        decide("mover", "ACTIVATE", 200);
        host.push(host.partner("mover"), "mover", "/documents", SAMPLE).expect(201);
        assertThat(documentsOf("mover")).isEqualTo("1");
        host.post(host.admin(), CASES + "mover/decisions", "{\"decision\": \"SUSPEND\", \"reason\": \"check\"}")
                .expect(200);
        again(other, 409);
        decide("mover", "RESUME", 200);
        again(other, 201);
        host.post(host.admin(), CASES + "mover/decisions", "{\"decision\": \"END\", \"reason\": \"over\"}")
                .expect(200);
        decide("mover", "ACTIVATE", 409);
        JsonNode ended = Wire.hub().get(CASES + "mover", host.partner("mover")).expect(200);
        assertThat(ended.path("history").findValuesAsText("to"))
                .containsExactly(
                        "INVITED",
                        "IN_REVIEW",
                        "AGREEMENT_SIGNED",
                        "ADAPTER_TESTED",
                        "CERTIFIED",
                        "ACTIVE",
                        "SUSPENDED",
                        "ACTIVE",
                        "ENDED");
        assertThat(
                        HubFixture.value(
                                "onboarding",
                                "select count(distinct type) from outbox where type like 'io.billinghub.onboarding.%' and key = 'mover'"))
                .isEqualTo("8");
    }

    private static void decide(String partner, String decision, int status) {
        host.post(host.admin(), CASES + partner + "/decisions", "{\"decision\": \"" + decision + "\"}")
                .expect(status);
    }

    /** With another name, which is the number of a bill that says none. */
    private static void again(String csv, int status) {
        host.upload(host.partner("mover"), "/hub/v1/partners/mover/documents", Map.of("file", csv))
                .expect(status);
    }

    private static String documentsOf(String partner) {
        return HubFixture.value(
                "onboarding",
                "select count(*) from received_document d join party_role r on r.id = d.partner_id where r.key = '"
                        + partner + "'");
    }

    @Test
    void anAdapterIsHeldToItsSample() {
        host.sign("holder");
        host.upload(
                        host.admin(),
                        CASES + "holder/adapter",
                        Map.of("descriptor", DESCRIPTOR, "sample", SAMPLE, "accountLinks", LINKS))
                .expect(200);
        JsonNode contract = Wire.hub()
                .get("/hub/v1/adapters/holder/contract", host.partner("holder"))
                .expect(200);
        assertThat(contract.path("lines").asInt()).isEqualTo(2);
        assertThat(contract.at("/expected/lines/0/net").asText()).isEqualTo("41.5");
        String descriptor = Wire.hub()
                .get("/hub/v1/adapters/holder", host.admin())
                .expect(200)
                .path("descriptor")
                .toString();
        String changed = descriptor.replace("\"product\":\"sku\"", "\"product\":\"no\"");
        assertThat(changed).isNotEqualTo(descriptor);
        Map<String, String> first = Map.of("Content-Type", "application/json", "If-Match", "\"1\"");
        JsonNode broken = Wire.hub()
                .send("PUT", "/hub/v1/adapters/holder", host.admin(), first, changed)
                .expect(409);
        assertThat(broken.path("code").asText()).isEqualTo("CONTRACT_BROKEN");
        assertThat(broken.path("detail").asText()).contains("/lines/0/product: was \"TILES\", is \"C-1\"");
        Wire.hub()
                .send("PUT", "/hub/v1/adapters/holder", host.admin(), first, descriptor)
                .expect(200);
        Wire.hub()
                .send(
                        "PUT",
                        "/hub/v1/adapters/holder?acceptChanges=true",
                        host.admin(),
                        Map.of("Content-Type", "application/json", "If-Match", "\"2\""),
                        changed)
                .expect(200);
        assertThat(Wire.hub()
                        .get("/hub/v1/adapters/holder/contract", host.admin())
                        .expect(200)
                        .at("/expected/lines/0/product")
                        .asText())
                .isEqualTo("C-1");
    }

    @Test
    void linksComeInBulkWithAReportPerRow() {
        host.sign("linker");
        JsonNode first = links("linker", "account-links", """
                customerNumber,account,validFrom,validTo
                C-1,NL-1001,,
                C-2,NL-1001,2026-11-01,
                C-2,NL-1002,2026-11-15,
                C-3,nowhere,,
                C-4,NL-1001,2026-12-01,2026-11-01
                ,NL-1001,,
                """);
        assertThat(first.path("rows").findValuesAsText("fate"))
                .containsExactly("CREATED", "CREATED", "REFUSED", "REFUSED", "REFUSED", "REFUSED");
        assertThat(first.path("rows").findValuesAsText("code"))
                .containsExactly("OVERLAP", "UNKNOWN_REFERENCE", "EMPTY_VALIDITY", "INVALID_LINKS");
        JsonNode next = links("linker", "account-links", """
                customerNumber;account;validFrom;validTo
                C-1;NL-1001;2026-11-01;
                C-2;NL-1002;2026-12-01;
                C-1;NL-1002;;2026-01-01
                """);
        assertThat(next.path("rows").findValuesAsText("fate")).containsExactly("UNCHANGED", "MOVED", "REFUSED");
        assertThat(next.at("/rows/2/message").asText()).contains("account NL-1001 from ever until further notice");
        assertThat(HubFixture.values(
                        "onboarding",
                        "select l.partner_account || ' ' || a.number || ' ' || l.valid_from || ' ' || l.valid_to from account_link l"
                                + " join party_role r on r.id = l.partner_id join billing_account a on a.id = l.account_id"
                                + " where r.key = 'linker' order by 1"))
                .containsExactly(
                        "C-1 NL-1001 -infinity infinity",
                        "C-2 NL-1001 2026-11-01 2026-12-01",
                        "C-2 NL-1002 2026-12-01 infinity");
        JsonNode none =
                links("linker", "account-links?allOrNothing=true", "customerNumber,account\nC-7,NL-1001\nC-8,no\n");
        assertThat(none.path("stored").asBoolean()).isFalse();
        JsonNode products = links("linker", "product-links", """
                product,offering,name,unit
                TILES,linker-tiles,Map tiles,tile
                ROUTES,linker-tiles,,
                OTHER,no-such,,
                """);
        assertThat(products.path("rows").findValuesAsText("fate")).containsExactly("CREATED", "CREATED", "REFUSED");
        assertThat(links("linker", "product-links", "product,offering\nROUTES,linker-all\nTILES,linker-tiles\n")
                        .path("rows")
                        .findValuesAsText("fate"))
                .containsExactly("MOVED", "UNCHANGED");
    }

    private static JsonNode links(String partner, String path, String csv) {
        return host.push(host.admin(), partner, "/" + path, csv).expect(200);
    }

    @Test
    void aPartnerSeesAndMovesNothingOfAnother() {
        host.sign("mine");
        host.begin("theirs");
        assertThat(Wire.hub().get(CASES + "theirs", host.partner("mine")).status())
                .isEqualTo(404);
        assertThat(Wire.hub()
                        .get("/hub/v1/onboardings", host.partner("mine"))
                        .expect(200)
                        .path("items")
                        .findValuesAsText("partner"))
                .containsExactly("mine");
        host.post(host.second(), CASES + "theirs/approve", null).expect(200);
        assertThat(host.post(host.partner("mine"), CASES + "theirs/accept", null)
                        .status())
                .isEqualTo(404);
        assertThat(host.upload(
                                host.partner("mine"),
                                CASES + "theirs/adapter",
                                Map.of("descriptor", DESCRIPTOR, "sample", SAMPLE))
                        .status())
                .isEqualTo(404);
        // nor does it learn whose an adapter is, by its key
        String named = DESCRIPTOR.strip().replaceFirst("\\{", "{\"key\": \"theirs-csv\", ");
        Wire.hub().send("PUT", "/hub/v1/adapters/theirs-csv", host.admin(), """
                        {"key": "theirs-csv", "partner": "theirs", "agreement": "theirs-agreement", "kind": "BILL",
                         "transport": {"type": "push"}, "format": {"type": "focus"}}
                        """).expect(200);
        assertThat(host.upload(
                                host.partner("mine"),
                                CASES + "mine/adapter",
                                Map.of("descriptor", named, "sample", SAMPLE))
                        .expect(400)
                        .path("detail")
                        .asText())
                .contains("/key: the key theirs-csv is taken");
        assertThat(host.push(host.partner("mine"), "theirs", "/sandbox/documents", SAMPLE)
                        .status())
                .isEqualTo(403);
        assertThat(host.upload(
                                host.partner("mine"),
                                CASES + "mine/adapter",
                                Map.of("descriptor", DESCRIPTOR, "sample", SAMPLE, "accountLinks", LINKS))
                        .status())
                .isEqualTo(403);
    }
}
