package io.billinghub.api.bill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bills are found by what people know of them, and their documents are read as they were issued. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class BillSearchIT {

    private static final String ACCOUNT = "NL-1039";

    @BeforeEach
    void month() {
        DemoData.load();
    }

    private static JsonNode bills(String query) {
        return HubFixture.get("billing-operative", "/hub/v1/bills?limit=500&" + query)
                .path("items");
    }

    private static JsonNode bill() {
        return bills("account=" + ACCOUNT).get(0);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void aBillIsFoundByItsNumberAndByThatOfAnInvoice() {
        JsonNode bill = bill();
        String number = bill.path("number").asText();
        for (String said : List.of(
                number,
                number.substring(0, 4) + " " + number.substring(4),
                bill.at("/sellers/0/number").asText())) {
            assertThat(bills("number=" + encoded(said)).findValuesAsText("accountNumber"))
                    .as(said)
                    .containsExactly(ACCOUNT);
        }
        assertThat(bills("number=RF00NOSUCH")).isEmpty();
    }

    @Test
    void aBillIsFoundByAmountAndDay() {
        JsonNode bill = bill();
        String amount = bill.path("amountDue").asText();
        String day = bill.path("issueDate").asText();
        String exactly = "amountFrom=" + amount + "&amountTo=" + amount;
        assertThat(bills(exactly + "&dateFrom=" + day + "&dateTo=" + day).findValuesAsText("accountNumber"))
                .contains(ACCOUNT);
        assertThat(bills(exactly + "&dateTo=2000-01-01")).isEmpty();
        assertThat(bills("account=" + ACCOUNT + "&amountFrom=" + amount + "1")).isEmpty();
        assertThat(bills("account=" + ACCOUNT + "&amountTo=" + amount + "9")).hasSize(1);
    }

    @Test
    void billsAreFoundByPartnerAndByWordsOfTheirLines() {
        JsonNode cirrus = bills("partner=cirrus");
        assertThat(cirrus).isNotEmpty();
        assertThat(cirrus.size()).isLessThan(bills("state=sent").size());
        assertThat(bills("partner=nobody")).isEmpty();
        JsonNode found = bills("text=" + encoded("CLOUD"));
        assertThat(found).isNotEmpty();
        assertThat(bills("text=" + encoded("cloud nosuchword"))).isEmpty();
        assertThat(bills("partner=cirrus&account="
                        + cirrus.at("/0/accountNumber").asText()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amountFrom=ten",
                "amountTo=1e400",
                "dateFrom=2026-02-30",
                "text=%21%21",
                "state=posted",
                "number="
                        + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                        + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void whatIsNoSearchIsRefused(String query) {
        assertThat(HubFixture.status("billing-operative", "/hub/v1/bills?" + query))
                .isEqualTo(400);
    }

    @Test
    void aCustomerFindsItsOwnBillsAlone() {
        assertThat(HubFixture.get("customer", "/hub/v1/bills?amountFrom=0").path("items"))
                .isNotEmpty()
                .allSatisfy(
                        bill -> assertThat(bill.path("accountNumber").asText()).isEqualTo("NL-1001"));
        String foreign = bill().path("id").asText();
        assertThat(HubFixture.get(
                                "customer",
                                "/hub/v1/bills?number=" + bill().path("number").asText())
                        .path("items"))
                .isEmpty();
        assertThat(HubFixture.status("customer", "/hub/v1/bills/" + foreign + "/documents"))
                .isEqualTo(404);
        String name = documents(foreign).at("/0/name").asText();
        assertThat(HubFixture.status("customer", "/hub/v1/bills/" + foreign + "/documents/" + name))
                .isEqualTo(404);
    }

    private static JsonNode documents(String bill) {
        return HubFixture.get("auditor", "/hub/v1/bills/" + bill + "/documents").path("items");
    }

    @Test
    void aKeptDocumentIsReadAsItWasWrittenAndNeverOtherwise() throws IOException {
        String id = bill().path("id").asText();
        JsonNode documents = documents(id);
        assertThat(documents.findValuesAsText("form")).containsExactly("BILL_PDF", "UBL", "FACTUR_X");
        JsonNode xml = documents.get(1);
        Path file = DemoData.documents().resolve(xml.path("name").asText());
        byte[] written = Files.readAllBytes(file);
        Wire.Answer answer = Wire.hub().get(xml.path("href").asText(), HubFixture.token("auditor"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo(written);
        try {
            Files.writeString(file, "<Invoice/>");
            Wire.Answer refused = Wire.hub().get(xml.path("href").asText(), HubFixture.token("auditor"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("code").asText()).isEqualTo("DOCUMENT_DAMAGED");
            assertThat(HubFixture.get("auditor", "/hub/v1/coherence").toString())
                    .contains("\"coherent\":false", xml.path("name").asText());
        } finally {
            Files.write(file, written);
        }
        assertThat(HubFixture.get("auditor", "/hub/v1/coherence")
                        .path("coherent")
                        .asBoolean())
                .isTrue();
        assertThat(documents(id).findValuesAsText("damage")).isEmpty();
    }

    @Test
    void thePageFindsBillsByTheSame() {
        String page = Wire.hub()
                .get("/?number=" + bill().path("number").asText() + "&text=", HubFixture.token("billing-operative"))
                .text();
        assertThat(page).contains(ACCOUNT).doesNotContain("NL-1001</div>");
    }
}
