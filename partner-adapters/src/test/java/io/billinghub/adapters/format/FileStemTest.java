package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStemTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "R-1, bill.csv, R-1",
        "' ', in/2026-10.csv.gz, 2026-10",
        ", bill 10.CSV, bill 10",
        ", .csv, .csv",
    })
    void aBillWithoutANumberIsCalledAfterItsFile(String number, String fileName, String expected) throws IOException {
        assertThat(FileStem.orNumber(number, fileName, folder)).isEqualTo(expected);
    }

    @Test
    void aDocumentWithoutANameIsCalledByItsContent() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "a;1\n");
        Path other = Files.writeString(folder.resolve("other"), "a;2\n");

        String number = FileStem.orNumber(null, " ", one);

        assertThat(number).matches("unnamed-[a-p]{12}").isEqualTo(FileStem.orNumber("", null, one));
        assertThat(FileStem.orNumber(null, null, other)).isNotEqualTo(number);
    }
}
