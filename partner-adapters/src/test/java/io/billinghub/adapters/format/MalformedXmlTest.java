package io.billinghub.adapters.format;

import static io.billinghub.adapters.format.Malformed.cut;
import static io.billinghub.adapters.format.Malformed.quarantined;
import static io.billinghub.adapters.format.Malformed.refused;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.format.Malformed.Row;
import io.billinghub.adapters.model.RuleCode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** XML that is cut off, lies about itself, reaches outside or grows is refused. */
class MalformedXmlTest {

    private static final String XML_MAPPING =
            "{\"lines\": \"/bill/line\", \"fields\": {\"account\": \"@a\", \"net\": \"net\"}, \"constants\":"
                    + " {\"currency\": \"EUR\"}}";

    @TestFactory
    Stream<DynamicTest> eachXmlIsRefused() {
        return Malformed.each(xml());
    }

    private static Stream<Row> xml() {
        AdapterDescriptor xml = Parsing.descriptor("BILL", "{\"type\": \"xml\"}", XML_MAPPING);
        String line = "<bill><line a='1'><net>%s</net></line></bill>";
        String utf16 = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + line.formatted("1");
        return Stream.of(
                refused("xml: empty", xml, "", RuleCode.MALFORMED_DOCUMENT),
                refused("xml: cut in a tag", xml, "<bill><line a='1", RuleCode.MALFORMED_DOCUMENT),
                refused("xml: cut between lines", xml, cut(line.formatted("1"), 0.85), RuleCode.MALFORMED_DOCUMENT),
                refused("xml: two roots", xml, line.formatted("1") + "<bill/>", RuleCode.MALFORMED_DOCUMENT),
                refused("xml: another root", xml, "<invoice/>", RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: an attribute twice",
                        xml,
                        "<bill><line a='1' a='2'/></bill>",
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: a prefix that nobody has bound",
                        xml,
                        "<bill><n:line/></bill>",
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: UTF-16 that says it is UTF-8",
                        xml,
                        utf16.getBytes(StandardCharsets.UTF_16LE),
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: Latin-1 that says nothing",
                        xml,
                        "<bill><line a='\u00fc'/></bill>".getBytes(StandardCharsets.ISO_8859_1),
                        RuleCode.NOT_UTF8),
                refused(
                        "xml: an encoding that there is not",
                        xml,
                        "<?xml version=\"1.0\" encoding=\"klingon\"?><bill/>",
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: an external entity",
                        xml,
                        "<!DOCTYPE bill [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><bill>&e;</bill>",
                        RuleCode.XML_DTD),
                refused(
                        "xml: an external DTD",
                        xml,
                        "<!DOCTYPE bill SYSTEM 'http://127.0.0.1:1/bill.dtd'><bill/>",
                        RuleCode.XML_DTD),
                refused(
                        "xml: parameter entities",
                        xml,
                        "<!DOCTYPE bill [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'> %p;]><bill/>",
                        RuleCode.XML_DTD),
                refused("xml: an entity in an attribute", xml, "<bill><line a='&e;'/></bill>", RuleCode.XML_DTD),
                refused("xml: entities of entities", xml, laughs(), RuleCode.XML_DTD),
                quarantined(
                        "xml: XInclude",
                        xml,
                        line.formatted(
                                "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'"
                                        + " parse='text'/>")),
                refused(
                        "xml: a comment inside of a number",
                        xml,
                        line.formatted("10<!-- -->0"),
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: an instruction inside of a number",
                        xml,
                        line.formatted("10<?x y?>0"),
                        RuleCode.MALFORMED_DOCUMENT),
                quarantined("xml: markup as CDATA for a number", xml, line.formatted("<![CDATA[<net>5</net>]]>")),
                refused("xml: CDATA that does not end", xml, line.formatted("<![CDATA[5"), RuleCode.MALFORMED_DOCUMENT),
                quarantined("xml: NaN", xml, line.formatted("NaN")),
                quarantined("xml: 1e999999999", xml, line.formatted("1e999999999")),
                quarantined("xml: two numbers", xml, line.formatted("1 2")),
                refused(
                        "xml: 10,000 elements deep",
                        xml,
                        "<bill><line>" + "<d>".repeat(10_000),
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: an attribute of 2 MiB",
                        xml,
                        "<bill><line a='" + "x".repeat(1 << 21) + "'/></bill>",
                        RuleCode.MALFORMED_DOCUMENT),
                refused("xml: a text of 2 MiB", xml, line.formatted("1".repeat(1 << 21)), RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: 30,000 elements in a line",
                        xml,
                        line.formatted("<d/>".repeat(30_000)),
                        RuleCode.MALFORMED_DOCUMENT),
                refused(
                        "xml: 30,000 elements around lines",
                        xml,
                        "<bill>" + "<d/>".repeat(30_000) + "</bill>",
                        RuleCode.MALFORMED_DOCUMENT),
                refused("xml: NUL", xml, line.formatted("1\0"), RuleCode.MALFORMED_DOCUMENT));
    }

    private static String laughs() {
        StringBuilder document = new StringBuilder("<!DOCTYPE bill [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 12; i++) {
            document.append("<!ENTITY l").append(i).append(" '");
            document.append(("&l" + (i - 1) + ";").repeat(10)).append("'>");
        }
        return document.append("]><bill>&l11;</bill>").toString();
    }
}
