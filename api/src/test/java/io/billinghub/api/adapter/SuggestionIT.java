package io.billinghub.api.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sample is enough to get the adapter that reads the documents to come. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SuggestionIT {

    private static final String SUGGEST = "/hub/v1/adapters/suggest";

    // 2 x 9.90 = 19.80, 1 x 4.50, 3 x 2.00 = 6.00: 30.30
    private static final String SAMPLE = """
            Invoice No,Customer number,Product,Description,Qty,Unit price,Net amount,Currency,VAT code,VAT rate,Period start,Period end
            %1$s,KB-70011,KNB-BASE,Kinobox Base,2,9.90,19.80,EUR,S,25.5,2026-10-01,2026-10-31
            %1$s,KB-70012,KNB-BASE,Kinobox Base,1,4.50,4.50,EUR,S,25.5,2026-10-01,2026-10-31
            %1$s,KB-70013,KNB-BASE,Kinobox Base,3,2.00,6.00,EUR,S,25.5,2026-10-01,2026-10-31
            """;

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @Test
    void theSuggestedDescriptorCanBeStoredAndReadsTheNextDocument() throws IOException {
        String adapter = "suggested-" + UUID.randomUUID().toString().substring(0, 8);
        String answer = Tmf.as("marketplace-admin")
                .multiPart("file", "sample.csv", SAMPLE.formatted("S-1").getBytes(StandardCharsets.UTF_8))
                .queryParam("key", adapter)
                .queryParam("partner", "kinobox")
                .queryParam("agreement", "kinobox-agency")
                .post(SUGGEST)
                .then()
                .statusCode(200)
                .body("format.type", equalTo("csv"))
                .body("fields.field", hasItem("net"))
                .body("trial.lines", equalTo(3))
                .body("trial.net", equalTo(30.30f))
                .extract()
                .asString();

        ObjectNode descriptor = (ObjectNode) new ObjectMapper().readTree(answer).path("descriptor");
        Tmf.as("marketplace-admin")
                .contentType("application/json")
                .body(descriptor.toString())
                .put("/hub/v1/adapters/" + adapter)
                .then()
                .statusCode(200);
        String number = "S-" + UUID.randomUUID();
        Tmf.as("partner-kinobox")
                .contentType("text/csv")
                .body(SAMPLE.formatted(number))
                .post("/hub/v1/partners/kinobox/documents?adapter=" + adapter)
                .then()
                .statusCode(201)
                .body("documentNumber", equalTo(number))
                .body("quarantinedLines", equalTo(3))
                .body("findings.ruleCode", hasItem("UNKNOWN_ACCOUNT"));
    }

    @Test
    void aPartnerAsksForItselfAlone() {
        Tmf.as("partner-kinobox")
                .contentType("text/csv")
                .body(SAMPLE.formatted("S-2"))
                .post(SUGGEST + "?partner=cirrus")
                .then()
                .statusCode(403);
        assertThat(Tmf.as("partner-kinobox")
                        .contentType("text/csv")
                        .body(SAMPLE.formatted("S-3"))
                        .post(SUGGEST + "?partner=kinobox")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDamagedArchiveIsSaidToBeOne() {
        Tmf.as("marketplace-admin")
                .contentType("application/gzip")
                .body(new byte[] {0x1F, (byte) 0x8B, 8, 0, 1, 2, 3})
                .post(SUGGEST)
                .then()
                .statusCode(200)
                .body("descriptor", nullValue())
                .body("format.type", equalTo("unknown"))
                .body("format.why", containsString("damaged"));
    }
}
