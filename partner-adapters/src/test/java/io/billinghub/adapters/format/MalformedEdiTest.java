package io.billinghub.adapters.format;

import static io.billinghub.adapters.format.Malformed.broken;
import static io.billinghub.adapters.format.Malformed.cut;
import static io.billinghub.adapters.format.Malformed.refused;

import io.billinghub.adapters.format.Malformed.Row;
import io.billinghub.adapters.model.RuleCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** EDI that is cut off or whose envelope says another thing than its content is refused. */
class MalformedEdiTest {

    @TestFactory
    Stream<DynamicTest> eachEdifactIsRefused() {
        return Malformed.each(edifact());
    }

    @TestFactory
    Stream<DynamicTest> eachX12IsRefused() {
        return Malformed.each(x12());
    }

    private static Stream<Row> edifact() {
        return Stream.of(
                broken(
                        "cut in the head",
                        "edifact-invoic",
                        "sample.edi",
                        s -> cut(s, 0.25),
                        RuleCode.MALFORMED_DOCUMENT),
                broken("cut in a line", "edifact-invoic", "sample.edi", s -> cut(s, 0.6), RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "cut in the summary",
                        "edifact-invoic",
                        "sample.edi",
                        s -> cut(s, 0.93),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "bare and cut in a line",
                        "edifact-invoic",
                        "sample.edi",
                        s -> cut(s.substring(s.indexOf("BGM")), 0.6),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "without UNT",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("UNT+33+1'", ""),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a segment is lost",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("RFF+ADE:TL-5501-HQ'\n", ""),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a line is lost",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("LIN+2'\n", ""),
                        RuleCode.INCOMPLETE_DOCUMENT),
                broken(
                        "UNT names another message",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("UNT+33+1'", "UNT+33+2'"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "UNZ names another interchange",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("UNZ+1+7001", "UNZ+1+7002"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "UNZ counts two messages",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("UNZ+1", "UNZ+2"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "another message",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("INVOIC:D", "ORDERS:D"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a released terminator",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("TL-5501-HQ'", "TL-5501-HQ?'"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "other separators in UNA",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("UNA:+.? '", "UNA+:.? '"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a currency that there is not",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("MOA+77:142.73:EUR", "MOA+77:142.73:UK"),
                        RuleCode.UNKNOWN_CURRENCY),
                broken(
                        "a total that is a word",
                        "edifact-invoic",
                        "sample.edi",
                        s -> s.replace("MOA+125:113.73", "MOA+125:plenty"),
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "edifact: something else",
                        Parsing.preset("edifact-invoic"),
                        "{\"no\": \"edi\"}",
                        RuleCode.MALFORMED_DOCUMENT));
    }

    private static Stream<Row> x12() {
        return Stream.of(
                broken("cut in a line", "x12-810", "sample.edi", s -> cut(s, 0.6), RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "without IEA",
                        "x12-810",
                        "sample.edi",
                        s -> s.substring(0, s.indexOf("IEA")),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "without SE",
                        "x12-810",
                        "sample.edi",
                        s -> s.replaceFirst("SE\\*\\d+\\*0001~\n", ""),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a segment is lost",
                        "x12-810",
                        "sample.edi",
                        s -> s.replace("REF*11*NT-20044-DAL~\n", ""),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "a line is lost",
                        "x12-810",
                        "sample.edi",
                        s -> s.replaceFirst("(?s)IT1\\*2.*?~\n", ""),
                        RuleCode.INCOMPLETE_DOCUMENT),
                broken(
                        "ISA is too short",
                        "x12-810",
                        "sample.edi",
                        s -> s.replaceFirst(" {5}", ""),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "another control number",
                        "x12-810",
                        "sample.edi",
                        s -> s.replace("IEA*1*000000042", "IEA*1*000000043"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken(
                        "another transaction set",
                        "x12-810",
                        "sample.edi",
                        s -> s.replace("ST*810", "ST*850"),
                        RuleCode.MALFORMED_DOCUMENT),
                broken("two interchanges", "x12-810", "sample.edi", s -> s + s, RuleCode.SEVERAL_BILLS),
                broken(
                        "no total",
                        "x12-810",
                        "sample.edi",
                        s -> s.replace("TDS*51160", "AMT*51160"),
                        RuleCode.INCOMPLETE_DOCUMENT),
                broken(
                        "a total with a point",
                        "x12-810",
                        "sample.edi",
                        s -> s.replace("TDS*51160", "TDS*511.60"),
                        RuleCode.MALFORMED_DOCUMENT));
    }
}
