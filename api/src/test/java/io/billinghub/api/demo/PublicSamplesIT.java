package io.billinghub.api.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.core.einvoice.En16931Validator;
import io.billinghub.embedded.demo.DemoRun.Outcome;
import io.billinghub.embedded.demo.DemoRun.Taken;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Published documents of others go the whole way to bills with their totals reproduced. They lie beside the project and are
 * not part of it. They are of 2006 to 2024; what belongs to a period before September 2024, the first that the cycle has
 * open, is billed in that one.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PublicSamplesIT {

    private static final Path SAMPLES =
            Path.of(System.getProperty("hub.root", ".."), "..", "shared", "partner-samples");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CSV_FIELD = Pattern.compile("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))");
    private static final BigDecimal SEK_PER_USD = new BigDecimal("10.1513");

    private static final Map<String, String> ADAPTERS =
            Map.of("clouds", """
            {"key": "clouds", "partner": "clouds", "agreement": "clouds", "kind": "BILL",
             "transport": {"type": "folder", "path": "clouds", "include": ".*\\\\.csv"}, "format": {"type": "focus"}}
            """, "mobile", """
            {"key": "mobile", "partner": "mobile", "agreement": "mobile", "kind": "BILL",
             "transport": {"type": "push"}, "format": {"type": "edifact"}}
            """, "telephony", """
            {"key": "telephony", "partner": "telephony", "agreement": "telephony", "kind": "BILL",
             "transport": {"type": "push"}, "format": {"type": "ubl"}}
            """, "software", """
            {"key": "software", "partner": "software", "agreement": "software", "kind": "BILL",
             "transport": {"type": "http", "url": "http://127.0.0.1:9/set-by-the-run"}, "format": {"type": "json"},
             "mapping": {"jsonata": "{'number': id, 'currency': currency, 'periodFrom': $date(period_start), 'periodTo': $plusDays($date(period_end), 1), 'net': $minor(total_excluding_tax, currency), 'lines': [lines.data.{'id': id, 'place': 'lines/' & id, 'account': $$.customer, 'product': 'item', 'description': description, 'quantity': quantity, 'unit': 'piece', 'net': $minor(amount, currency), 'from': $date(period.start), 'to': $plusDays($date(period.end), 1)}]}"}}
            """);

    private static Outcome first;

    @TempDir
    Path folder;

    @BeforeEach
    void samplesAreTakenIn() throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "the public samples are not here: " + SAMPLES.toAbsolutePath());
        Outcome outcome = DemoData.run(demoLike());
        if (first == null) {
            first = outcome;
        }
    }

    @Test
    void eachDocumentIsAcceptedWhole() {
        assertThat(first.documents())
                .containsExactlyInAnyOrder(
                        new Taken("focus_sample.csv", "clouds", "ACCEPTED", 1000, 0, ""),
                        new Taken("telecom_invoic_d96a.edi", "mobile", "ACCEPTED", 14, 0, ""),
                        new Taken("Peppol_Telefoni.xml", "telephony", "ACCEPTED", 12, 0, ""),
                        new Taken("invoice.json", "software", "ACCEPTED", 1, 0, ""));
    }

    @Test
    void eachPartnersTotalIsReproduced() {
        // software: 10.00 x 10.1513 = 101.513 = 101.51 billed + 0.003 left over
        assertReconciled("clouds", "20.52022672899", SEK_PER_USD);
        assertReconciled("mobile", "274.16", BigDecimal.ONE);
        assertReconciled("telephony", "831.02", BigDecimal.ONE);
        assertReconciled("software", "10", SEK_PER_USD);
        assertThat(row("mobile").path("billed").asText()).isEqualTo("274.16");
        assertThat(row("telephony").path("billed").asText()).isEqualTo("831.02");
        assertThat(row("software").path("billed").asText()).isEqualTo("101.51");
        assertThat(first.holds()).isTrue();
    }

    @Test
    void eachBillHasWhatItsAccountWasBilledByThePartners() {
        Map<String, String> bills = new TreeMap<>();
        BigDecimal cloudNet = BigDecimal.ZERO;
        for (JsonNode bill : HubFixture.get("vestby-manager", "/hub/v1/bills").path("items")) {
            String account = bill.path("accountNumber").asText();
            if (!account.startsWith("VB-")) {
                continue; // of another test
            }
            BigDecimal net = bill.path("net").decimalValue().setScale(2);
            BigDecimal tax = bill.path("tax").decimalValue().setScale(2);
            assertThat(bill.path("currency").asText()).isEqualTo("SEK");
            assertThat(bill.path("amountDue").decimalValue()).isEqualByComparingTo(net.add(tax));
            if (account.length() == 4) {
                cloudNet = cloudNet.add(net);
            } else {
                bills.put(account, net + " + " + tax);
            }
        }
        assertThat(bills)
                .containsOnly(
                        // telephony 831.02 + mobile 274.16 - 79.20 = 1025.98; 25 % of it is 256.495
                        Map.entry("VB-10", "1025.98 + 256.50"),
                        // the one mobile line without a department
                        Map.entry("VB-11", "79.20 + 19.80"),
                        // 101.51 x 25 % = 25.3775
                        Map.entry("VB-12", "101.51 + 25.38"));
        assertThat(cloudNet).isEqualByComparingTo(row("clouds").path("billed").asText());
    }

    @Test
    void everyInvoicePassesEn16931() throws IOException {
        Path documents = DemoData.documents().resolve("../../vestby/2024-09-01").normalize();
        try (Stream<Path> files = Files.list(documents)) {
            List<Path> invoices =
                    files.filter(file -> file.toString().endsWith(".xml")).toList();
            assertThat(invoices).hasSize(7);
            for (Path invoice : invoices) {
                assertThat(En16931Validator.en16931(Files.readAllBytes(invoice)))
                        .as(invoice.toString())
                        .isEmpty();
            }
        }
    }

    private static void assertReconciled(String partner, String total, BigDecimal rate) {
        JsonNode row = row(partner);
        BigDecimal billed = new BigDecimal(row.path("billed").asText());
        BigDecimal residue = new BigDecimal(row.path("residue").asText());
        assertThat(new BigDecimal(row.path("received").asText())).as(partner).isEqualByComparingTo(total);
        assertThat(new BigDecimal(row.path("charged").asText())).as(partner).isEqualByComparingTo(total);
        assertThat(billed.add(residue)).as(partner).isEqualByComparingTo(new BigDecimal(total).multiply(rate));
        assertThat(row.path("reconciled").asBoolean()).as(partner).isTrue();
    }

    private static JsonNode row(String partner) {
        List<JsonNode> rows = new ArrayList<>();
        first.report().path("reconciliation").forEach(row -> {
            if (row.path("partner").asText().equals(partner)) {
                rows.add(row);
            }
        });
        assertThat(rows).as(partner).hasSize(1);
        return rows.get(0);
    }

    /** The samples in a folder laid out like {@code demo/}. */
    private Path demoLike() throws IOException {
        JsonNode master;
        try (InputStream in = PublicSamplesIT.class.getResourceAsStream("/samples/master-data.json")) {
            master = JSON.readTree(in);
        }
        ArrayNode links = (ArrayNode) master.path("accountLinks");
        int next = 0;
        Path focus = SAMPLES.resolve("focus/focus_sample.csv");
        for (String account : column(focus, "SubAccountId")) {
            links.addObject()
                    .put("partner", "clouds")
                    .put("partnerAccount", account)
                    .put("account", "VB-" + (next++ % 4 + 1));
        }
        Files.writeString(folder.resolve("master-data.json"), master.toString());
        Path adapters = Files.createDirectories(folder.resolve("adapters"));
        for (Map.Entry<String, String> adapter : ADAPTERS.entrySet()) {
            Files.writeString(adapters.resolve(adapter.getKey() + ".json"), adapter.getValue());
        }
        copy(focus, "clouds");
        copy(SAMPLES.resolve("edifact-invoic-d96a/telecom_invoic_d96a.edi"), "mobile");
        copy(SAMPLES.resolve("ubl21/Peppol_Telefoni.xml"), "telephony");
        copy(SAMPLES.resolve("stripe/invoice.json"), "software");
        return folder;
    }

    private void copy(Path sample, String partner) throws IOException {
        Path target = Files.createDirectories(folder.resolve("documents").resolve(partner));
        Files.copy(sample, target.resolve(sample.getFileName()));
    }

    /** The different values of a column, in the order of their first rows. */
    private static Set<String> column(Path csv, String name) throws IOException {
        List<String> rows = Files.readAllLines(csv);
        int column = fields(rows.get(0)).indexOf(name);
        Set<String> values = new LinkedHashSet<>();
        rows.stream().skip(1).forEach(row -> values.add(fields(row).get(column)));
        return values;
    }

    private static List<String> fields(String row) {
        List<String> fields = new ArrayList<>();
        Matcher field = CSV_FIELD.matcher(row);
        while (field.find()) {
            fields.add(field.group(1) == null ? field.group(2) : field.group(1));
        }
        return fields;
    }
}
