package io.billinghub.api.badinput;

import static io.billinghub.api.badinput.BadCase.refused;
import static io.billinghub.api.badinput.BadDocuments.csv;
import static io.billinghub.api.badinput.BadDocuments.gzip;
import static io.billinghub.api.badinput.BadDocuments.half;
import static io.billinghub.api.badinput.BadDocuments.row;
import static io.billinghub.api.badinput.BadDocuments.utf8;
import static io.billinghub.api.badinput.BadDocuments.zeros;
import static io.billinghub.api.badinput.BadDocuments.zip;
import static io.billinghub.api.badinput.BadInputHub.CSV;
import static io.billinghub.api.badinput.BadInputHub.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that are too large, or packed so that they would be. */
@ExtendWith(BadInputHub.Shared.class)
class BadSizeIT {

    private final BadInputHub hub;

    BadSizeIT(BadInputHub hub) {
        this.hub = hub;
    }

    static Stream<BadCase> table() {
        byte[] plain = utf8(csv("PACKED", row("1", "1.00")));
        return Stream.of(
                refused("1 MiB of zero bytes as CSV", CSV, zeros(MIB), "MALFORMED_DOCUMENT", "after row 1"),
                refused(
                        "field of 2 MiB",
                        CSV,
                        utf8(csv("FIELD", row("1", "1".repeat(2 * MIB)))),
                        "MALFORMED_DOCUMENT",
                        "after row"),
                refused("gzip bomb", CSV, gzip(zeros(64 * MIB)), "ARCHIVE_REFUSED", "archive"),
                refused("zip bomb", CSV, zip("a.csv", zeros(64 * MIB)), "ARCHIVE_REFUSED", "archive"),
                refused("zip in a zip", CSV, zip("a.zip", zip("a.csv", plain)), "ARCHIVE_REFUSED", "archive"),
                refused("gzip in a gzip", CSV, gzip(gzip(plain)), "ARCHIVE_REFUSED", "archive"),
                refused("truncated gzip", CSV, half(gzip(plain)), "ARCHIVE_REFUSED", "archive"),
                refused("damaged zip", CSV, BadDocuments.damagedZip(), "ARCHIVE_REFUSED", "archive"),
                refused("encrypted zip", CSV, BadDocuments.encryptedZip(), "ARCHIVE_REFUSED", "archive"),
                refused(
                        "zip whose file name is not UTF-8",
                        CSV,
                        badName(zip("aä.csv", plain)),
                        "ARCHIVE_REFUSED",
                        "archive"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void itIsAnsweredClearlyAndKept(BadCase bad) {
        hub.assertAnsweredClearlyAndKept(bad);
    }

    /** 64 MiB is what a document may have, 66 MB what the server reads at all. */
    @Test
    void whatIsTooLargeIsRefusedBeforeItIsReceived() {
        BadInputHub.assertRefused(413, "DOCUMENT_TOO_LARGE", hub.push(CSV, zeros(64 * MIB + 1), Map.of()));
        BadInputHub.assertRefused(
                413, "DOCUMENT_TOO_LARGE", hub.push(CSV, zeros(64 * MIB + 1), Map.of("Idempotency-Key", "large")));
    }

    @Test
    void aCsvOfFiftyMegabytesIsTakenInWithinTheHeap() throws Exception {
        byte[] content = BadDocuments.bigCsv("BIG", 50_000_000);
        long begin = System.nanoTime();

        JsonNode taken = hub.push(CSV, content, Map.of()).expect(201);

        System.out.printf(
                "%,d bytes, %,d lines: answered after %.1f s; most memory resident %d MiB with a heap of 512 MiB%n",
                content.length,
                taken.path("acceptedLines").asInt(),
                (System.nanoTime() - begin) / 1e9,
                hub.peakMemory());
        assertThat(taken.path("status").asText()).isEqualTo("ACCEPTED");
        assertThat(hub.accepted("BIG")).isEqualTo(taken.path("acceptedLines").asLong());
        hub.assertKept(taken.path("id").asText(), "ACCEPTED", content);
    }

    /** Two bytes of the entry's name, in both directories, that no UTF-8 text has. */
    private static byte[] badName(byte[] zip) {
        for (int i = 0; i + 1 < zip.length; i++) {
            if (zip[i] == (byte) 0xC3 && zip[i + 1] == (byte) 0xA4) {
                zip[i] = (byte) 0xFF;
            }
        }
        return zip;
    }
}
