package io.billinghub.api.onboarding;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bill of a dry run, by the demo's adapter for Kinobox. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DryRunBillIT {

    private static final String KEPT =
            "select (select count(*) from bill_run) || ' ' || (select count(*) from received_document) || ' '"
                    + " || (select count(*) from charge) || ' ' || (select count(*) from customer_bill)";

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    /** 17.38 of a month and 4.25 of a rental, net; 25.5 % of 21.63 is 5.51565: 5.52 of tax, 27.15 together. */
    @Test
    void theBillThatTheCustomerWouldGetIsADraftAndNothingIsKept() throws IOException {
        List<String> before = HubFixture.values("nordlys", KEPT);

        byte[] pdf =
                tried("604410", "17,38", "4,25", null).statusCode(200).extract().asByteArray();

        String text;
        try (PDDocument document = Loader.loadPDF(pdf)) {
            text = new PDFTextStripper().getText(document).replaceAll("[\\s\\u00a0\\u202f]", "");
        }
        assertThat(text).contains("Kinobox", "17,38", "4,25", "21,63", "5,52", "27,15");
        assertThat(HubFixture.values("nordlys", KEPT)).isEqualTo(before);
    }

    @Test
    void whereNoLineIsAcceptedTheAnswerSaysWhy() throws IOException {
        tried("nobody", "17,39", "4,26", null)
                .statusCode(422)
                .body("code", equalTo("NO_TRIAL_BILL"))
                .body("detail", containsString("UNKNOWN_ACCOUNT"));
        tried("604410", "17,40", "4,27", "NL-1039")
                .statusCode(422)
                .body("code", equalTo("NO_TRIAL_BILL"))
                .body("detail", containsString("NL-1039"));
    }

    private static ValidatableResponse tried(String customer, String month, String rental, String account)
            throws IOException {
        String sample = """
                Laskunro;Tapahtuma;Asiakasnro;Tuote;Kuvaus;Määrä;Veroton hinta;ALV-%%;Alku;Loppu;Viite
                KBX-TRY;T1;%1$s;KBX-PLUS;Kinobox Plus;1;%2$s;25,5;01.11.2026;30.11.2026;
                KBX-TRY;T2;%1$s;KBX-VUOKRA;Vuokraus;1;%3$s;25,5;12.11.2026;12.11.2026;
                """.formatted(customer, month, rental);
        var request = given().auth()
                .oauth2(HubFixture.token("marketplace-admin"))
                .multiPart(
                        "descriptor",
                        "kinobox-csv.json",
                        Files.readString(DemoData.folder().resolve("adapters/kinobox-csv.json"))
                                .getBytes(StandardCharsets.UTF_8))
                .multiPart("sample", "try.csv", sample.getBytes(Charset.forName("windows-1252")));
        return (account == null ? request : request.queryParam("account", account))
                .post("/hub/v1/adapters/dry-run/bill")
                .then();
    }
}
