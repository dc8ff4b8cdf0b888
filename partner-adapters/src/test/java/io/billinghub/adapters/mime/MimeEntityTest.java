package io.billinghub.adapters.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts are, byte for byte, what stands between the boundaries: that is what was signed. */
class MimeEntityTest {

    private static final String TYPE = "multipart/mixed; boundary=\"e\"";

    @TempDir
    Path folder;

    private MimeEntity body(String text, String contentType, String encoding) throws IOException {
        Path file = Files.createTempFile(folder, "body", null);
        Files.writeString(file, text.replace("|", "\r\n"), StandardCharsets.ISO_8859_1);
        return MimeEntity.ofBody(file, contentType, encoding);
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).replace("\r\n", "|");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "--e|A: b||one|--e|C: d||two|--e--|             # A: b||one # C: d||two",
                "preamble|--e|A: b||one|--e|C: d||two|--e--|end # A: b||one # C: d||two",
                "--e  |A: b||one||--e|C: d||two--e|--e--        # A: b||one| # C: d||two--e",
                "--e|A: b||--ex|--e|C: d|||--e--                # A: b||--ex # C: d||",
            })
    void aPartEndsBeforeTheEndOfLineThatBelongsToTheBoundary(String body, String first, String second)
            throws IOException {
        List<MimeEntity> parts = body(body.strip(), TYPE, null).parts(2);

        assertThat(parts).hasSize(2);
        assertThat(text(parts.get(0).whole())).isEqualTo(first.strip());
        assertThat(text(parts.get(1).whole())).isEqualTo(second.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "--e|A: b||one|                       # the last boundary is missing",
                "--e|A: b||one|--e|C: d||--e|E: f||--e-- # more than 2 parts",
                "--e|no header                        # the last boundary is missing",
                "--e|A: b|--e--                       # no empty line behind its headers",
            })
    void whatIsNotWholeIsAFlaw(String body, String detail) {
        assertThatThrownBy(() -> body(body.strip(), TYPE, null).parts(2))
                .isInstanceOf(MimeFlaw.class)
                .hasMessageContaining(detail.strip());
    }

    @Test
    void aTransferEncodingIsTakenOff() throws IOException {
        assertThat(text(body("b25l|", null, "base64").content())).isEqualTo("one");
        assertThat(text(body("o=6Ee=|", null, "Quoted-Printable").content())).isEqualTo("one");
        assertThat(text(body("one", null, "binary").content())).isEqualTo("one");
        assertThat(body("", null, null).mediaType()).isEqualTo("text/plain");
        assertThatThrownBy(() -> body("one", null, "x-zip").content()).isInstanceOf(MimeFlaw.class);
        assertThatThrownBy(() -> body("one", "nonsense", null).mediaType()).isInstanceOf(MimeFlaw.class);
        assertThatThrownBy(() -> body("one", "multipart/mixed", null).parts(2)).isInstanceOf(MimeFlaw.class);
    }
}
