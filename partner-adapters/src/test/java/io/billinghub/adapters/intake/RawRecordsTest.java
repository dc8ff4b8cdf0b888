package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The row that a place names, of any document, in little memory. */
class RawRecordsTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"1, head", "2, 'a,\"b\nc\"'", "3, {\"q\": \"x}", "4, last", "5, -"})
    void rowsAreCountedAsASpreadsheetDoes(int number, String row) throws IOException {
        String text = "head\r\na,\"b\nc\"\r{\"q\": \"x}\nlast";

        assertThat(RawRecords.row(new BufferedReader(new StringReader(text)), number))
                .isEqualTo(java.util.Optional.ofNullable(row));
    }

    @Test
    void ofARowOfAGigabyteTheBeginningIsHeld() throws IOException {
        Reader endless = new Reader() {
            private long left = 1L << 30;

            @Override
            public int read(char[] target, int offset, int length) {
                int count = (int) Math.min(length, left);
                java.util.Arrays.fill(target, offset, offset + count, 'x');
                left -= count;
                return count == 0 ? -1 : count;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };

        assertThat(RawRecords.row(new BufferedReader(endless), 1)).contains("x".repeat(4000));
    }
}
