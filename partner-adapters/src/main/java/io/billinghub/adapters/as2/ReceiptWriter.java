package io.billinghub.adapters.as2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Writes receipts (RFC 4130, 7.4) and signs those that are to be signed. */
final class ReceiptWriter {

    private static final String END = "\r\n";
    private static final String REPORT = "multipart/report; report-type=disposition-notification; boundary=\"%s\"";
    private static final String SIGNED =
            "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=%s; boundary=\"%s\"";

    private final Station station;
    private final StationKeys keys;

    ReceiptWriter(Station station, StationKeys keys) {
        this.station = station;
        this.keys = keys;
    }

    /**
     * What a receipt says.
     *
     * @param messageId of the message
     * @param disposition such as {@code processed}
     * @param mic the digest of what was signed; empty if it was not taken
     * @param text for people
     */
    record Told(String messageId, String disposition, Optional<byte[]> mic, String text) {}

    /**
     * The receipt.
     *
     * @param id of the receipt, and of its boundaries
     */
    Receipt write(ReceiptRequest request, Told told, UUID id, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("AS2-Version", "1.2");
        headers.put("AS2-From", Station.header(station.to()));
        headers.put("AS2-To", Station.header(station.from()));
        headers.put("Message-ID", "<" + id + "@billinghub>");
        headers.put("MIME-Version", "1.0");
        headers.put("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        if (!request.wanted()) {
            return new Receipt(headers, "");
        }
        String report = REPORT.formatted("report-" + id);
        String body = report(request, told, "report-" + id);
        if (!request.signed()) {
            headers.put("Content-Type", report);
            return new Receipt(headers, body);
        }
        String content = "Content-Type: " + report + END + END + body;
        String boundary = "signed-" + id;
        headers.put("Content-Type", SIGNED.formatted(request.digest().toLowerCase(Locale.ROOT), boundary));
        String signature = Base64.getMimeEncoder().encodeToString(signature(content, request.digest()));
        return new Receipt(
                headers,
                parts(
                        boundary,
                        content,
                        String.join(
                                END,
                                "Content-Type: application/pkcs7-signature; name=smime.p7s",
                                "Content-Transfer-Encoding: base64",
                                "Content-Disposition: attachment; filename=\"smime.p7s\"",
                                "",
                                signature)));
    }

    private String report(ReceiptRequest request, Told told, String boundary) {
        String fields = String.join(
                END,
                "Reporting-UA: billing-hub",
                "Original-Recipient: rfc822; " + Station.header(station.to()),
                "Final-Recipient: rfc822; " + Station.header(station.to()),
                "Original-Message-ID: " + told.messageId(),
                "Disposition: automatic-action/MDN-sent-automatically; " + told.disposition());
        String mic = told.mic()
                .map(digest -> END + "Received-Content-MIC: "
                        + Base64.getEncoder().encodeToString(digest) + ", " + request.micalg())
                .orElse("");
        return parts(
                boundary,
                String.join(
                        END,
                        "Content-Type: text/plain; charset=us-ascii",
                        "Content-Transfer-Encoding: 7bit",
                        "",
                        ascii(told.text())),
                String.join(
                                END,
                                "Content-Type: message/disposition-notification",
                                "Content-Transfer-Encoding: 7bit",
                                "",
                                fields)
                        + mic
                        + END);
    }

    private static String parts(String boundary, String... parts) {
        StringBuilder body = new StringBuilder();
        for (String part : List.of(parts)) {
            body.append("--").append(boundary).append(END).append(part).append(END);
        }
        return body.append("--").append(boundary).append("--").append(END).toString();
    }

    private byte[] signature(String content, String digest) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .setProvider(StationKeys.PROVIDER)
                    .build(keys.signature(digest), keys.key(), keys.certificate()));
            generator.addCertificates(new JcaCertStore(List.of(keys.certificate())));
            return generator
                    .generate(new CMSProcessableByteArray(content.getBytes(StandardCharsets.US_ASCII)), false)
                    .getEncoded();
        } catch (CMSException | OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a receipt could not be signed with the host's key", e);
        }
    }

    /** Lines that every mail system passes on; other characters stand there by their number. */
    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        int column = 0;
        for (char c : text.toCharArray()) {
            if (c == '\n' || column > 900) {
                ascii.append(END);
                column = 0;
            }
            if (c >= ' ' && c < 0x7F) {
                ascii.append(c);
                column++;
            } else if (c != '\n') {
                ascii.append("\\u%04X".formatted((int) c));
                column += 6;
            }
        }
        return ascii.toString();
    }
}
