package io.billinghub.adapters.expected;

import io.billinghub.core.mail.Mail;
import java.util.Locale;

/** What a partner is told of a document that has not come. Pure. */
final class LateDocumentMail {

    private LateDocumentMail() {}

    /**
     * The mail about a document that is late or missing.
     *
     * @param host name of the operator who expects it, or null
     */
    static Mail of(String adapter, ExpectedDocument document, String address, String partner, String host) {
        String level = document.status().name().toLowerCase(Locale.ROOT);
        String who = host == null ? "The host" : host;
        String period = document.from() + " to " + document.to().minusDays(1);
        String body = """
                To %s

                %s expects a document of you for %s, due on %s. It has not come%s.

                It is expected by the adapter %s. Send it the way you always do. If it is not to come, tell %s.
                """.formatted(
                        partner,
                        who,
                        period,
                        document.dueOn(),
                        document.status() == ExpectedDocument.Status.LATE
                                ? "; it counts as missing from " + document.missingFrom() + " on"
                                : ", and counts as missing",
                        adapter,
                        host == null ? "the host" : host);
        return new Mail(
                "expected-document/" + adapter + "/" + document.from() + "/" + document.status(),
                address,
                "Document for " + period + " is " + level,
                body);
    }
}
