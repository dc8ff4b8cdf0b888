package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Malformed documents: each is refused with its code and place, or its line is quarantined; never taken in part, never read from
 * outside, never a hang. Most are the presets' own samples with one thing done to them.
 */
final class Malformed {

    private static final Path PRESETS =
            Path.of(System.getProperty("hub.root", "."), "partner-adapters/src/main/resources/presets");
    /** What is expected: a refusal, or a quarantined line. */
    record Row(String name, AdapterDescriptor descriptor, byte[] document, RuleCode code, boolean line) {}

    private Malformed() {}

    static Stream<DynamicTest> each(Stream<Row> rows) {
        return rows.map(row -> dynamicTest(row.name(), () -> check(row)));
    }

    private static void check(Row row) {
        if (row.line()) {
            Parsing parsed = Parsing.of(row.descriptor(), row.name(), row.document());
            assertThat(parsed.flaws).isNotEmpty().allSatisfy(flaw -> {
                assertThat(flaw.rule()).isEqualTo(row.code());
                assertThat(flaw.place()).isNotBlank();
                assertThat(flaw.detail()).isNotBlank();
            });
            return;
        }
        assertThatThrownBy(() -> Parsing.of(row.descriptor(), row.name(), row.document()))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.rule()).as(refusal.getMessage()).isEqualTo(row.code());
                    assertThat(refusal.place()).isNotBlank();
                    assertThat(refusal.getMessage()).isNotBlank().hasSizeLessThan(600);
                });
    }

    static Row refused(String name, AdapterDescriptor descriptor, byte[] document, RuleCode code) {
        return new Row(name, descriptor, document, code, false);
    }

    static Row refused(String name, AdapterDescriptor descriptor, String document, RuleCode code) {
        return refused(name, descriptor, document.getBytes(StandardCharsets.UTF_8), code);
    }

    static Row quarantined(String name, AdapterDescriptor descriptor, String document) {
        return new Row(name, descriptor, document.getBytes(StandardCharsets.UTF_8), RuleCode.MALFORMED_LINE, true);
    }

    static String sample(String preset, String file) {
        try {
            return Files.readString(PRESETS.resolve(preset).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The preset's sample, with something done to it that changes it. */
    static Row broken(String name, String preset, String file, UnaryOperator<String> how, RuleCode code) {
        String whole = sample(preset, file);
        String changed = how.apply(whole);
        assertThat(changed).as(name).isNotEqualTo(whole);
        return refused(preset + ": " + name, Parsing.preset(preset), changed, code);
    }

    static String cut(String whole, double part) {
        return whole.substring(0, (int) (whole.length() * part));
    }
}
