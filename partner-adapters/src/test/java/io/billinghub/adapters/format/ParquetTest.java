package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of DuckDB 2.0: rows i from 1 with "Bill Number", account C(i mod 3), product, quantity decimal(18,3) i ÷ 8, amount decimal(38,10)
 * 1 + i × 10^-10, small decimal(9,2) i ÷ 100, cost double i × 0.1, day, local_at, at, flag, a map of tags, note (null in the first row), id.
 */
class ParquetTest {

    private static final String MAPPING = """
            {"columns": {"number": "bill_number", "account": "Account", "product": "product", "quantity": "quantity", "net": ["net", "%s"],
                         "id": "id", "from": "day", "group": "note", "description": "%s"},
             "constants": {"currency": "EUR", "unit": "unit"}}
            """;

    private static byte[] file(String name) {
        try (InputStream in = ParquetTest.class.getResourceAsStream("/parquet/" + name + ".parquet")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Parsing read(byte[] document, String options, String amount, String description) {
        return Parsing.of(
                Parsing.descriptor(
                        "BILL", "{\"type\": \"parquet\"" + options + "}", MAPPING.formatted(amount, description)),
                "bill.parquet",
                document);
    }

    private static Parsing read(byte[] document) {
        return read(document, "", "amount", "at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd"})
    void decimalsDatesAndTextsAreReadExactlyWhateverTheCompression(String codec) {
        Parsing parsed = read(file(codec));
        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.bill.orElseThrow().number()).isEqualTo("P-1");
        assertThat(parsed.lines).extracting(CanonicalLine::account).containsExactly("C1", "C2", "C0");
        assertThat(parsed.lines).extracting(CanonicalLine::groupingKey).containsExactly("", "n2", "n3");
        CanonicalLine line = parsed.lines.get(1);
        assertThat(line.net()).isEqualByComparingTo("1.0000000002");
        assertThat(line.quantity()).isEqualByComparingTo("0.25");
        assertThat(line.place()).isEqualTo("row 2");
        assertThat(line.identity()).isEqualTo("id:2");
        assertThat(line.description()).isEqualTo("2026-10-01T23:59:59Z");
        assertThat(line.period()).isEqualTo(new ServicePeriod(LocalDate.of(2026, 10, 3), LocalDate.of(2026, 10, 4)));
    }

    @Test
    void smallDecimalsTimesWithoutAZoneAndTruthsAreReadToo() {
        assertThat(read(file("zstd"), "", "small", "local_at").lines.get(2).net())
                .isEqualByComparingTo("0.03");
        assertThat(read(file("zstd"), "", "small", "local_at").lines.get(2).description())
                .isEqualTo("2026-10-01T23:59:59.123456");
        assertThat(read(file("zstd"), "", "small", "flag").lines.get(2).description())
                .isEqualTo("false");
    }

    @Test
    void floatingPointIsNoAmountUnlessTheDescriptorSaysHowItIsRounded() {
        assertThatThrownBy(() -> read(file("zstd"), "", "cost", "at"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("cost")
                .hasMessageContaining("doubleDecimals");
        // 0.1 × 3 is 0.30000000000000004 in floating point
        assertThat(read(file("zstd"), ", \"doubleDecimals\": 6", "cost", "at").lines)
                .extracting(CanonicalLine::net)
                .containsExactly(new BigDecimal("0.1"), new BigDecimal("0.2"), new BigDecimal("0.3"));
    }

    @Test
    void aColumnWithinAColumnCannotBeMapped() {
        assertThatThrownBy(() -> read(file("zstd"), "", "amount", "tags"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("tags");
    }

    @Test
    void rowGroupsAreReadOneBehindTheOther() {
        Parsing parsed = read(file("groups"));
        assertThat(parsed.lines).hasSize(5_000);
        assertThat(parsed.lines.get(4_999).place()).isEqualTo("row 5000");
        // Σ (1 + i × 10^-10) for i = 1 to 5000
        assertThat(parsed.lines.stream().map(CanonicalLine::net).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("5000.00125025");
    }

    @Test
    void whatUnfoldsToMoreThanItMayIsRefused() {
        assertThatThrownBy(() -> read(file("bomb")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.rule()).isEqualTo(RuleCode.ARCHIVE_REFUSED));
    }

    @Test
    void anotherCompressionIsNamed() {
        assertThatThrownBy(() -> read(file("brotli")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("BROTLI");
    }

    @Test
    void aFileThatWasCutOrIsNoneIsRefused() {
        byte[] whole = file("snappy");
        for (int length : new int[] {0, 3, 11, 12, 100, whole.length / 2, whole.length - 1}) {
            assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.rule()).isEqualTo(RuleCode.MALFORMED_DOCUMENT));
        }
        byte[] csv = "account,product\nC1,DATA\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> read(csv)).hasMessageContaining("no Parquet file");
        byte[] footer = whole.clone();
        footer[footer.length - 5] = 0x7F;
        assertThatThrownBy(() -> read(footer)).hasMessageContaining("footer");
    }

    /** Whatever a broken file says of itself, it is refused or read; nothing else leaves the parser. */
    @Test
    void aDamagedFileIsRefusedOrRead() {
        byte[] whole = file("gzip");
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            damaged[4 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt(256);
            try {
                Parsing parsed = read(damaged);
                assertThat(parsed.lines.size()
                                + parsed.flaws.stream()
                                        .map(FlawedLine::place)
                                        .distinct()
                                        .count())
                        .isLessThan(1_000);
            } catch (RefusedException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        }
    }
}
