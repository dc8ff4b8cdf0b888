package io.billinghub.embedded.measure;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a person does for bills; how long it takes stands in {@code /cost/minutes.csv}: assumed, not measured. */
enum Touch {
    RUN_STARTED,
    RUN_REVIEWED,
    LIST_READ,
    ENTRY_OPENED,
    ENTRY_WAIVED,
    ENTRY_REJECTED,
    REFUSED_DOCUMENT_TOLD,
    WARNING_READ,
    COMPLAINT;

    private static final String TABLE = "/cost/minutes.csv";

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How many minutes one takes, by the table. */
    BigDecimal minutes() {
        try (InputStream in = Touch.class.getResourceAsStream(TABLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(title() + ","))
                    .map(line -> new BigDecimal(line.split(",", -1)[1]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot read " + TABLE + ": " + e.getMessage(), e);
        }
    }
}
