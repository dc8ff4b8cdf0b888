package io.billinghub.adapters.format;

import static io.billinghub.adapters.format.Malformed.broken;
import static io.billinghub.adapters.format.Malformed.cut;
import static io.billinghub.adapters.format.Malformed.refused;
import static io.billinghub.adapters.format.Malformed.sample;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.format.Malformed.Row;
import io.billinghub.adapters.model.RuleCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** E-invoices that are cut off or contradict their standard, and PDFs without one XML, are refused. */
class MalformedInvoicesTest {

    @TestFactory
    Stream<DynamicTest> eachUblIsRefused() {
        return Malformed.each(ubl());
    }

    @TestFactory
    Stream<DynamicTest> eachCiiIsRefused() {
        return Malformed.each(cii());
    }

    @TestFactory
    Stream<DynamicTest> eachPdfIsRefused() {
        return Malformed.each(pdf());
    }

    private static Stream<Row> ubl() {
        UnaryOperator<String> secondNumber = s -> s.replace("<cbc:IssueDate>", "<cbc:ID>OTHER</cbc:ID><cbc:IssueDate>");
        return Stream.of(
                broken("cut in the head", "ubl-invoice", "sample.xml", s -> cut(s, 0.2), RuleCode.MALFORMED_DOCUMENT),
                broken("cut in a line", "ubl-invoice", "sample.xml", s -> cut(s, 0.7), RuleCode.MALFORMED_DOCUMENT),
                broken("a second number", "ubl-invoice", "sample.xml", secondNumber, RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "no namespace",
                        "ubl-invoice",
                        "sample.xml",
                        s -> s.replace(":Invoice-2\"", ":Order-2\""),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "no number",
                        "ubl-invoice",
                        "sample.xml",
                        s -> s.replace("LT-2026-10-0042", ""),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a total that is a word",
                        "ubl-invoice",
                        "sample.xml",
                        s -> s.replace("35.80", "plenty"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a month of 13",
                        "ubl-invoice",
                        "sample.xml",
                        s -> s.replace("2026-10-31", "2026-13-31"),
                        RuleCode.MALFORMED_DOCUMENT));
    }

    private static Stream<Row> cii() {
        return Stream.of(
                broken("cut in a line", "cii-invoice", "sample.xml", s -> cut(s, 0.4), RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "the root of another standard",
                        "cii-invoice",
                        "sample.xml",
                        s -> s.replace("CrossIndustryInvoice:100", "SCRDMCCBDACIOMessageStructure:100"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "no number",
                        "cii-invoice",
                        "sample.xml",
                        s -> s.replace("RK-2026-1031", " "),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a period that ends first",
                        "cii-invoice",
                        "sample.xml",
                        s -> s.replace("20261001", "20261101"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a document type",
                        "cii-invoice",
                        "sample.xml",
                        s -> s.replace("?>\n<rsm", "?>\n<!DOCTYPE x>\n<rsm"),
                        RuleCode.XML_DTD));
    }

    private static Stream<Row> pdf() {
        AdapterDescriptor pdf = Parsing.preset("factur-x");
        byte[] xml = sample("cii-invoice", "sample.xml").getBytes(StandardCharsets.UTF_8);
        byte[] whole = Pdfs.with(Map.of("factur-x.xml", xml));
        String latin = new String(whole, Charset.forName("ISO-8859-1"));
        return Stream.of(
                refused("pdf: no PDF", pdf, "%PS-1.4", RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "pdf: cut off",
                        pdf,
                        java.util.Arrays.copyOf(whole, whole.length / 3),
                        RuleCode.MALFORMED_DOCUMENT),
                refused("pdf: no XML", pdf, Pdfs.with(Map.of("terms.txt", xml)), RuleCode.MALFORMED_DOCUMENT),
                refused("pdf: two XMLs", pdf, Pdfs.with(Map.of("a.xml", xml, "b.xml", xml)), RuleCode.SEVERAL_BILLS),
                refused(
                        "pdf: two invoices",
                        pdf,
                        Pdfs.with(Map.of("factur-x.xml", xml, "ZUGFeRD-invoice.xml", xml)),
                        RuleCode.SEVERAL_BILLS),
                refused(
                        "pdf: encrypted",
                        pdf,
                        Pdfs.with(Map.of("factur-x.xml", xml), "secret"),
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "pdf: encrypted without a password",
                        pdf,
                        Pdfs.with(Map.of("factur-x.xml", xml), ""),
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "pdf: a bomb",
                        pdf,
                        Pdfs.with(Map.of("factur-x.xml", new byte[32 << 20])),
                        RuleCode.ARCHIVE_REFUSED),
                refused(
                        "pdf: packed twice",
                        pdf,
                        latin.replace("/Filter /FlateDecode", "/Filter [/FlateDecode /FlateDecode]")
                                .getBytes(StandardCharsets.ISO_8859_1),
                        RuleCode.ARCHIVE_REFUSED),
                refused(
                        "pdf: an XML that is another",
                        pdf,
                        Pdfs.with(Map.of("factur-x.xml", "<a/>".getBytes(StandardCharsets.UTF_8))),
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "pdf: an XML with an external entity",
                        pdf,
                        Pdfs.with(Map.of(
                                "factur-x.xml",
                                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"
                                        .getBytes(StandardCharsets.UTF_8))),
                        RuleCode.XML_DTD));
    }
}
