package io.billinghub.api.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.billinghub.core.einvoice.En16931Validator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bills that were reckoned by hand (golden/bills.txt), from the partner's row to the customer's document: amounts as written there, JSON, text of the
 * PDF and XML as kept beside it, every e-invoice valid by EN 16931 and Peppol. With {@code -Dgolden.update} the kept documents are written anew.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class GoldenBillsIT {

    private static final Path KEPT = Path.of("src/test/resources/golden/documents");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    @BeforeEach
    void month() {
        GoldenMonth.bill();
    }

    static Stream<String> accounts() {
        return GoldenMonth.scenarios().stream().map(GoldenScenario::account);
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void theBillSaysWhatWasReckoned(String account) {
        GoldenScenario scenario = GoldenMonth.scenarios().stream()
                .filter(each -> each.account().equals(account))
                .findFirst()
                .orElseThrow();
        assertThat(said(bill(account))).as(scenario.title()).isEqualTo(scenario.expected());
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void itsDocumentsAreThoseThatAreKept(String account) throws IOException {
        JsonNode bill = bill(account);
        Map<String, String> documents = documents(bill);
        for (Map.Entry<String, String> document : documents.entrySet()) {
            Path kept = KEPT.resolve(account + "-" + document.getKey());
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(KEPT);
                Files.writeString(kept, document.getValue(), StandardCharsets.UTF_8);
            }
            assertThat(document.getValue())
                    .as(kept.toString())
                    .isEqualTo(Files.readString(kept, StandardCharsets.UTF_8));
        }
    }

    /** 30.00 of the 100.00 of the first bill: 7.65 of its tax. */
    @Test
    void aCreditNoteNamesTheInvoice() throws IOException {
        JsonNode credited = bill("G01").path("sellers").get(0);
        JsonNode note = GoldenMonth.send(
                "POST",
                "/hub/v1/credit-notes",
                "billing-operative",
                "application/json",
                """
                {"taxInvoice": "%s", "reason": "Not delivered", "net": 30.00}
                """.formatted(credited.path("invoiceId").asText()),
                201);
        GoldenMonth.finish(note.path("run").asText());
        JsonNode sent =
                GoldenMonth.get("/hub/v1/credit-notes/" + note.path("id").asText());
        JsonNode bill =
                GoldenMonth.get("/hub/v1/bills?account=G01").path("items").get(0);
        assertThat(bill.path("id").asText()).isEqualTo(sent.path("bill").asText());
        assertThat(said(bill)).containsExactly("= 381 host havu | S 25.5 -30.00 -7.65", "due: -37.65");
        String xml = documents(bill).get("1.xml");
        assertThat(En16931Validator.peppol(xml.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(xml.replaceAll("\\s+", ""))
                .contains("<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>"
                        + credited.path("number").asText() + "</cbc:ID>");
    }

    /**
     * Schema, EN 16931 and, where the invoice says so, Peppol for each of the golden ones and of 200 by chance; and their own sums, exactly.
     * More of them: {@code -Dgolden.random=1000 -Dgolden.seed=1}.
     */
    @Test
    void everyEInvoiceIsValidAndExact() {
        List<String> invoices = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            JsonNode page = GoldenMonth.get("/hub/v1/bills?limit=500" + cursor);
            page.path("items").forEach(bill -> {
                if (!List.of("JPY", "KWD").contains(bill.path("currency").asText())) {
                    bill.path("sellers")
                            .forEach(seller -> invoices.add(seller.path("ubl").asText()));
                }
            });
            cursor = page.path("next").isTextual()
                    ? "&cursor=" + page.path("next").asText()
                    : null;
        }
        assertThat(invoices).hasSizeGreaterThan(300);
        AtomicInteger peppol = new AtomicInteger();
        List<String> wrong = invoices.parallelStream()
                .flatMap(invoice -> {
                    Wire.Answer answer = GoldenMonth.file(invoice);
                    if (answer.status() != 200) {
                        return Stream.of(invoice + ": " + answer.text());
                    }
                    byte[] xml = answer.bytes();
                    String text = new String(xml, StandardCharsets.UTF_8);
                    boolean claimed = text.contains("urn:fdc:peppol.eu:2017:poacc:billing:3.0");
                    peppol.addAndGet(claimed ? 1 : 0);
                    return Stream.concat(
                                    (claimed ? En16931Validator.peppol(xml) : En16931Validator.en16931(xml)).stream(),
                                    sums(text).stream())
                            .map(finding -> invoice + ": " + finding);
                })
                .toList();
        System.out.printf(
                "%d e-invoices, %d of them of Peppol, %d findings%n", invoices.size(), peppol.get(), wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(peppol.get()).isGreaterThan(200);
    }

    /** Each VAT amount is its base by its rate, rounded once; line nets, bases and totals add up without any tolerance. */
    private static List<String> sums(String xml) {
        List<String> wrong = new ArrayList<>();
        BigDecimal tax = BigDecimal.ZERO;
        BigDecimal taxable = BigDecimal.ZERO;
        Matcher subtotals = Pattern.compile(
                        "<cac:TaxSubtotal>\\s*<cbc:TaxableAmount[^>]*>([-0-9.]+)<.*?<cbc:TaxAmount[^>]*>([-0-9.]+)<(.*?)</cac:TaxSubtotal>",
                        Pattern.DOTALL)
                .matcher(xml);
        while (subtotals.find()) {
            Matcher percent = Pattern.compile("<cbc:Percent>([0-9.]+)<").matcher(subtotals.group(3));
            BigDecimal rate = percent.find() ? new BigDecimal(percent.group(1)) : BigDecimal.ZERO;
            BigDecimal base = new BigDecimal(subtotals.group(1));
            BigDecimal due = base.multiply(rate).movePointLeft(2).setScale(2, java.math.RoundingMode.HALF_UP);
            if (due.compareTo(new BigDecimal(subtotals.group(2))) != 0) {
                wrong.add(rate + " % of " + base + " is not " + subtotals.group(2));
            }
            tax = tax.add(new BigDecimal(subtotals.group(2)));
            taxable = taxable.add(base);
        }
        BigDecimal lines = BigDecimal.ZERO;
        Matcher nets = Pattern.compile("<cbc:LineExtensionAmount[^>]*>([-0-9.]+)<")
                .matcher(xml.substring(xml.indexOf("</cac:LegalMonetaryTotal>")));
        while (nets.find()) {
            lines = lines.add(new BigDecimal(nets.group(1)));
        }
        if (lines.compareTo(taxable) != 0 || lines.compareTo(amount(xml, "TaxExclusiveAmount")) != 0) {
            wrong.add("lines " + lines + ", taxable " + taxable);
        }
        if (amount(xml, "PayableAmount").compareTo(taxable.add(tax)) != 0) {
            wrong.add("payable " + amount(xml, "PayableAmount") + " is not " + taxable + " + " + tax);
        }
        return wrong;
    }

    private static BigDecimal amount(String xml, String element) {
        Matcher found = Pattern.compile("<cbc:" + element + "[^>]*>([-0-9.]+)<").matcher(xml);
        assertThat(found.find()).as(element).isTrue();
        return new BigDecimal(found.group(1));
    }

    /** The account's bill of the month; later ones are credit notes. */
    private static JsonNode bill(String account) {
        JsonNode items = GoldenMonth.get("/hub/v1/bills?account=" + account).path("items");
        return items.get(items.size() - 1);
    }

    /** What the bill says, in the words of the scenarios. */
    private static List<String> said(JsonNode bill) {
        String id = bill.path("id").asText();
        List<String> said = HubFixture.values(GoldenMonth.TENANT, """
                select '= ' || i.type_code || ' ' || s.key || ' ' || y.key
                       || (select string_agg(' | ' || t.category || ' ' || trim_scale(t.rate) || ' ' || t.taxable || ' ' || t.tax, ''
                                             order by case t.category when 'S' then 1 when 'Z' then 2 when 'E' then 3 else 4 end, t.rate desc)
                             from tax_item t where t.invoice_id = i.id)
                from customer_bill b join tax_invoice i on i.bill_id = b.id join party s on s.id = i.seller_party_id
                join party y on y.id = i.buyer_party_id where b.uuid = '%s' order by i.position
                """.formatted(id));
        List<String> all = new ArrayList<>(said);
        all.add("due: "
                + HubFixture.value(
                        GoldenMonth.TENANT, "select amount_due from customer_bill where uuid = '" + id + "'"));
        return all;
    }

    /** JSON, text of the PDF and XML of each invoice, by file name; ids are numbered in the order in which they are met. */
    private static Map<String, String> documents(JsonNode bill) throws IOException {
        String id = bill.path("id").asText();
        Map<String, String> documents = new LinkedHashMap<>();
        documents.put(
                "bill.json",
                withoutIds(GoldenMonth.get("/tmf-api/customerBillManagement/v4/customerBill/" + id)
                                .toPrettyString()
                        + "\n"
                        + GoldenMonth.get("/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate?bill.id=" + id)
                                .toPrettyString()
                        + "\n"));
        try (PDDocument pdf =
                Loader.loadPDF(GoldenMonth.file("/hub/v1/bills/" + id + "/pdf").bytes())) {
            documents.put("bill.txt", new PDFTextStripper().getText(pdf).replaceAll("[ \\t]+(?=\\R)", ""));
        }
        documents.put(
                "lines.csv", GoldenMonth.file("/hub/v1/bills/" + id + "/csv").text());
        int number = 1;
        for (JsonNode seller : bill.path("sellers")) {
            Wire.Answer xml = GoldenMonth.file(seller.path("ubl").asText());
            documents.put(
                    number++ + ".xml",
                    xml.status() == 200 ? xml.text() : xml.json().path("detail").asText() + "\n");
        }
        return documents;
    }

    private static String withoutIds(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        return UUID_TEXT
                .matcher(text)
                .replaceAll(id -> names.computeIfAbsent(id.group(), first -> "id-" + (names.size() + 1)));
    }
}
