package io.billinghub.adapters.expected;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.mail.Mail;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class LateDocumentMailTest {

    private static ExpectedDocument document(ExpectedDocument.Status status) {
        return new ExpectedDocument(
                LocalDate.parse("2026-10-01"),
                LocalDate.parse("2026-11-01"),
                LocalDate.parse("2026-11-05"),
                LocalDate.parse("2026-11-09"),
                status,
                null);
    }

    @Test
    void aLateDocumentIsToldWithTheDayFromWhichItIsMissing() {
        Mail mail = LateDocumentMail.of(
                "kino-monthly",
                document(ExpectedDocument.Status.LATE),
                "bills@kinobox.example",
                "Kinobox Oy",
                "Nordlys");

        assertThat(mail.about()).isEqualTo("expected-document/kino-monthly/2026-10-01/LATE");
        assertThat(mail.subject()).isEqualTo("Document for 2026-10-01 to 2026-10-31 is late");
        assertThat(mail.body())
                .startsWith("To Kinobox Oy\n")
                .contains("Nordlys expects", "due on 2026-11-05", "missing from 2026-11-09 on", "adapter kino-monthly");
    }

    @Test
    void aMissingDocumentIsToldToBeMissing() {
        Mail mail = LateDocumentMail.of(
                "kino-monthly", document(ExpectedDocument.Status.MISSING), "bills@kinobox.example", "Kinobox Oy", null);

        assertThat(mail.subject()).endsWith("is missing");
        assertThat(mail.body()).contains("The host expects", "and counts as missing.");
    }
}
