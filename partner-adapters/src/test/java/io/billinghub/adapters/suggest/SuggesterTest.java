package io.billinghub.adapters.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.descriptor.DescriptorReader;
import io.billinghub.adapters.model.DocumentKind;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample alone is enough to propose the adapter that reads it; what the sample does not tell is asked. */
class SuggesterTest {

    private final Suggester suggester = new Suggester(new DescriptorReader());

    @TempDir
    Path folder;

    private Suggestion of(String name, String text, Charset encoding, DocumentKind kind) throws IOException {
        Path file = Files.write(folder.resolve("sample"), text.getBytes(encoding));
        return suggester.suggest(new Suggester.Sample(name, file, Optional.ofNullable(kind), 1 << 24));
    }

    private Suggestion of(String name, String text) throws IOException {
        return of(name, text, StandardCharsets.UTF_8, null);
    }

    private static String column(Suggestion suggestion, String field) {
        return suggestion.descriptor().at("/mapping/columns/" + field).textValue();
    }

    // 3 x 12.00 = 36.00, 2 x 4.95 = 9.90, 10 x 0.50 = 5.00: together 50.90
    private static final String FINNISH = """
            Laskunro;Asiakasnro;Tuote;Kuvaus;Määrä;à-hinta;Veroton hinta;ALV-%;Alku;Loppu
            L-2026-77;KB-1001;KANAVA-PLUS;Kanavapaketti Plus;3;12,00;36,00;25,5;01.10.2026;31.10.2026
            L-2026-77;KB-1002;URHEILU;Urheilukanavat;2;4,95;9,90;25,5;01.10.2026;31.10.2026
            L-2026-77;KB-1003;VUOKRA;Vuokraelokuvat;10;0,50;5,00;25,5;01.10.2026;31.10.2026
            ;;YHTEENSÄ;;;;50,90;;;
            """;

    @Test
    void aFinnishTableInAnOldEncodingIsUnderstoodWithItsTotals() throws IOException {
        Suggestion suggestion = of("kinobox.csv", FINNISH, Charset.forName("windows-1252"), null);

        JsonNode format = suggestion.descriptor().path("format");
        assertThat(format.path("separator").asText()).isEqualTo(";");
        assertThat(format.path("decimal").asText()).isEqualTo(",");
        assertThat(format.path("date").asText()).isEqualTo("dd.MM.yyyy");
        assertThat(column(suggestion, "number")).isEqualTo("Laskunro");
        assertThat(column(suggestion, "account")).isEqualTo("Asiakasnro");
        assertThat(column(suggestion, "product")).isEqualTo("Tuote");
        assertThat(column(suggestion, "description")).isEqualTo("Kuvaus");
        assertThat(column(suggestion, "quantity")).isEqualTo("Määrä");
        assertThat(column(suggestion, "net")).isEqualTo("Veroton hinta");
        assertThat(column(suggestion, "taxRate")).isEqualTo("ALV-%");
        assertThat(column(suggestion, "from")).isEqualTo("Alku");
        assertThat(column(suggestion, "to")).isEqualTo("Loppu");
        assertThat(suggestion.descriptor().at("/mapping/totals/equals").asText())
                .isEqualTo("YHTEENSÄ");
        assertThat(suggestion.trial().lines()).isEqualTo(3);
        assertThat(suggestion.trial().net()).isEqualByComparingTo("50.90");
        assertThat(suggestion.trial().statedNet()).isEqualByComparingTo("50.90");
        assertThat(suggestion.unused()).containsExactly("à-hinta");
        assertThat(suggestion.questions()).anyMatch(question -> question.contains("currency"));
    }

    @Test
    void theNumbersTellTheNetAmountFromTheGrossOne() throws IOException {
        // 2 x 10.00 = 20.00 + 4.00 = 24.00; 3 x 7.50 = 22.50 + 4.50 = 27.00; 5 x 1.20 = 6.00 + 1.20 = 7.20
        Suggestion suggestion = of("bill.csv", """
                Invoice No,Customer,Item,Qty,Price,Total,VAT,Total Due,Currency
                A-1,c-1,web,2,10.00,20.00,4.00,24.00,GBP
                A-1,c-2,mail,3,7.50,22.50,4.50,27.00,GBP
                A-1,c-3,dns,5,1.20,6.00,1.20,7.20,GBP
                """);

        assertThat(column(suggestion, "net")).isEqualTo("Total");
        assertThat(column(suggestion, "quantity")).isEqualTo("Qty");
        assertThat(column(suggestion, "currency")).isEqualTo("Currency");
        assertThat(column(suggestion, "account")).isEqualTo("Customer");
        assertThat(suggestion.fields())
                .filteredOn(field -> field.field().equals("net"))
                .allSatisfy(field -> assertThat(field.why()).contains("Qty × Price = Total"));
        assertThat(suggestion.trial().net()).isEqualByComparingTo("48.50");
    }

    @ParameterizedTest
    @CsvSource({
        "03/04/2026, 05/04/2026, true", // the day or the month first
        "03/04/2026, 25/04/2026, false", // there is no month 25
        "2026-04-03, 2026-04-05, false"
    })
    void datesThatCanBeReadInTwoWaysAreAsked(String from, String to, boolean asked) throws IOException {
        Suggestion suggestion = of("bill.csv", """
                account,product,net,currency,start,end
                a,p,1.00,EUR,%s,%s
                b,p,2.00,EUR,%s,%s
                """.formatted(from, to, from, to));

        assertThat(column(suggestion, "from")).isEqualTo("start");
        assertThat(suggestion.questions().stream().anyMatch(question -> question.contains("does not tell which")))
                .isEqualTo(asked);
    }

    @Test
    void wholeMonthsTellThatTheEndIsTheFirstDayAfter() throws IOException {
        Suggestion suggestion = of("bill.csv", """
                account,product,net,currency,start,end
                a,p,1.00,EUR,2026-09-01,2026-10-01
                b,p,2.00,EUR,2026-09-01,2026-10-01
                """);

        assertThat(suggestion.descriptor().at("/mapping/periodEnd").asText()).isEqualTo("exclusive");
        assertThat(suggestion.trial().first().get(0).period()).isEqualTo("2026-09-01/2026-10-01");
    }

    @Test
    void aPresetThatReadsTheSampleIsBetterThanAnyGuess() throws IOException {
        Path sample = Path.of(
                System.getProperty("hub.root", "."), "partner-adapters/src/main/resources/presets/focus/sample.csv");
        Suggestion suggestion =
                suggester.suggest(new Suggester.Sample("focus-2026-10.csv", sample, Optional.empty(), 1 << 24));

        assertThat(suggestion.preset()).isEqualTo("focus");
        assertThat(suggestion.descriptor().path("preset").asText()).isEqualTo("focus");
        assertThat(suggestion.format().type()).isEqualTo("focus");
        assertThat(suggestion.trial().flawed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"focus-parquet", "aws-cur-parquet", "azure-cost-export-parquet"})
    void aPresetIsFoundForASampleInParquetToo(String preset) throws IOException {
        Path sample = Path.of(
                System.getProperty("hub.root", "."),
                "partner-adapters/src/main/resources/presets/" + preset + "/sample.parquet");

        assertThat(suggester
                        .suggest(new Suggester.Sample("export.parquet", sample, Optional.empty(), 1 << 24))
                        .preset())
                .isEqualTo(preset);
    }

    @Test
    void recordsOfUsageAreMappedByTheirPaths() throws IOException {
        Suggestion suggestion = of("usage.ndjson", """
                {"id": "e-1", "ts": "2026-10-01T00:00:12Z", "device": {"customer": "c-17"}, "sku": "MSG", "count": 12}
                {"id": "e-2", "ts": "2026-10-01T00:04:02Z", "device": {"customer": "c-18"}, "sku": "MSG", "count": 3}
                {"id": "e-3", "ts": "2026-10-01T01:10:44Z", "device": {"customer": "c-17"}, "sku": "MSG", "count": 7}
                """);

        JsonNode fields = suggestion.descriptor().at("/mapping/fields");
        assertThat(suggestion.descriptor().path("kind").asText()).isEqualTo("USAGE");
        assertThat(fields.path("eventId").asText()).isEqualTo("id");
        assertThat(fields.path("account").asText()).isEqualTo("device.customer");
        assertThat(fields.path("product").asText()).isEqualTo("sku");
        assertThat(fields.path("quantity").asText()).isEqualTo("count");
        assertThat(fields.path("at").asText()).isEqualTo("ts");
        assertThat(suggestion.trial().lines()).isEqualTo(3);
        assertThat(suggestion.trial().net()).isNull();
    }

    @Test
    void aBillInJsonGetsAnExpressionThatGivesItsLines() throws IOException {
        // 19.80 + 4.20 = 24.00
        Suggestion suggestion = of("bill.json", """
                {"invoice": {"invoiceNumber": "D-88", "currency": "EUR", "net amount": 24.00,
                  "items": [{"customer": {"id": "c-1"}, "plan": "TEAM", "quantity": 4, "amount": 19.80},
                            {"customer": {"id": "c-2"}, "plan": "SOLO", "quantity": 1, "amount": 4.20}]}}
                """);

        assertThat(suggestion.descriptor().at("/mapping/jsonata").asText())
                .contains("\"number\": invoice.invoiceNumber", "\"net\": invoice.`net amount`")
                .contains("\"account\": customer.id", "\"product\": plan", "\"net\": amount");
        assertThat(suggestion.trial().lines()).isEqualTo(2);
        assertThat(suggestion.trial().net()).isEqualByComparingTo("24.00");
        assertThat(suggestion.trial().statedNet()).isEqualByComparingTo("24.00");
    }

    @Test
    void aTableOfEventsIsUsageAndABillWhereTheAskerSaysSo() throws IOException {
        String events = """
                call id,subscriber,service,start time,minutes,charge
                1,358401,VOICE,2026-10-01T10:00:00Z,3,0.21
                2,358402,VOICE,2026-10-01T10:02:00Z,5,0.35
                3,358401,VOICE,2026-10-01T10:09:00Z,2,0.14
                """;

        Suggestion usage = of("calls.csv", events, StandardCharsets.UTF_8, DocumentKind.USAGE);
        assertThat(usage.descriptor().path("kind").asText()).isEqualTo("USAGE");
        assertThat(column(usage, "eventId")).isEqualTo("call id");
        assertThat(column(usage, "quantity")).isEqualTo("minutes");
        assertThat(column(usage, "at")).isEqualTo("start time");

        Suggestion bill = of("calls.csv", events, StandardCharsets.UTF_8, DocumentKind.BILL);
        assertThat(bill.descriptor().path("kind").asText()).isEqualTo("BILL");
        assertThat(column(bill, "net")).isEqualTo("charge");
        assertThat(column(bill, "account")).isEqualTo("subscriber");
    }

    /** The file of the demo: two dates and two decimals in each row, an empty row before the totals, a refund, no currency. */
    @Test
    void theDemosTableIsUnderstood() throws IOException {
        Path demo = Path.of(System.getProperty("hub.root"), "demo/documents/kinobox/kinobox-2026-10.csv");
        Suggestion suggestion =
                suggester.suggest(new Suggester.Sample("kinobox-2026-10.csv", demo, Optional.empty(), 1 << 20));

        JsonNode descriptor = suggestion.descriptor();
        assertThat(descriptor.path("kind").asText()).isEqualTo("BILL");
        assertThat(descriptor.at("/format/decimal").asText()).isEqualTo(",");
        assertThat(descriptor.at("/format/encoding").asText()).isEqualTo("windows-1252");
        assertThat(column(suggestion, "id")).isEqualTo("Tapahtuma");
        assertThat(column(suggestion, "net")).isEqualTo("Veroton hinta");
        assertThat(descriptor.at("/mapping/totals/net").asText()).isEqualTo("Veroton hinta");
        assertThat(suggestion.trial().statedNet()).isEqualByComparingTo("582.28");
        assertThat(suggestion.trial().net()).isEqualByComparingTo("582.28");
        assertThat(suggestion.questions()).anyMatch(question -> question.contains("currency"));
    }

    @Test
    void aTableWithoutAmountsIsProposedAsFarAsItIsUnderstood() throws IOException {
        Suggestion suggestion = of("seats.csv", """
                Invoice No,Customer No,Product Code
                A-1,c-1,web
                A-1,c-2,mail
                """, StandardCharsets.UTF_8, DocumentKind.BILL);

        assertThat(column(suggestion, "account")).isEqualTo("Customer No");
        assertThat(suggestion.trial()).isNull();
        assertThat(suggestion.questions()).anyMatch(question -> question.contains("No column was found for net"));
    }

    @Test
    void aTextThatIsNothingIsSaidToBeNothing() throws IOException {
        Suggestion suggestion = of("note.txt", "Dear Sir or Madam\nplease find our invoice attached\n");

        assertThat(suggestion.descriptor()).isNull();
        assertThat(suggestion.format().type()).isEqualTo("unknown");
        assertThat(suggestion.questions()).hasSize(1);
    }

    @Test
    void aNumberOfAGigabyteOfZerosIsNotWrittenOut() throws IOException {
        String records = """
                {"id": "1", "account": "a", "product": "p", "quantity": 1e900000000}
                {"id": "2", "account": "a", "product": "p", "quantity": 2}
                """;

        assertThat(of("events.ndjson", records).format().type()).isEqualTo("ndjson");
        assertThat(of("bill.json", "{\"lines\": [{\"account\": \"a\", \"net\": 1e900000000}]}")
                        .format()
                        .type())
                .isEqualTo("json");
    }

    @Test
    @Timeout(20)
    void commentsThatDoNotEndAreLookedAtOnce() throws IOException {
        assertThat(of("bill.xml", "<?xml?><!-- c --><a>" + "<!--".repeat(250_000))
                        .format()
                        .why())
                .isEqualTo("it is XML with the root a");
        assertThat(of("bill.xml", "<!-- <b> --><?pi <c> ?>" + "<!--".repeat(250_000))
                        .format()
                        .why())
                .isEqualTo("it is XML with the root ");
    }
}
