package io.billinghub.api.badinput;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds the documents of the table. */
final class BadDocuments {

    static final String HEADERS = "number;id;account;product;description;net;taxRate;from;to;currency\n";

    /** The adapter that reads {@link #csv}: UTF-8, decimal point, ISO dates, a row of totals. */
    static final String CSV_ADAPTER = """
            {"key": "kinobox-plain", "partner": "kinobox", "agreement": "kinobox-agency", "kind": "BILL",
             "transport": {"type": "push"},
             "format": {"type": "csv", "separator": ";", "quote": "\\"", "encoding": "utf-8", "decimal": ".", "date": "yyyy-MM-dd"},
             "mapping": {
               "columns": {"number": "number", "id": "id", "account": "account", "product": "product", "description": "description",
                           "net": "net", "taxRate": "taxRate", "from": "from", "to": "to", "currency": "currency"},
               "constants": {"unit": "piece", "taxCategory": "S"},
               "totals": {"column": "product", "equals": "TOTAL", "net": "net"}}}
            """;

    private static final String XML_HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String INVOICE = "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\""
            + " xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">";

    private BadDocuments() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A bill with this number and these rows. */
    static String csv(String number, String... rows) {
        StringBuilder text = new StringBuilder(HEADERS);
        for (String row : rows) {
            text.append(number).append(';').append(row).append('\n');
        }
        return text.toString();
    }

    /** A row that is accepted unless the amount is at fault. */
    static String row(String id, String net) {
        return id + ";604410;KBX-VUOKRA;Öinen satama;" + net + ";25.5;2026-10-05;2026-10-06;EUR";
    }

    /** A document of the partner Deskly with one item; the values stand in the text as they are. */
    static String json(String number, String cents, String currency, String total) {
        return """
                {"invoice_no": "%s", "currency": "%s", "period": {"start": 1790805600, "end": 1793487600},
                 "customers": [{"customer_no": "DK-8801", "items": [{"item_id": "1", "plan": "BUS-M", "title": "Deskly für alle",
                   "seats": 1, "amount_cents": %s, "active_from": "2026-10-01", "active_until": "2026-10-31", "workspace": "ws-1",
                   "vat": {"category": "AE", "percent": 0}}]}],
                 "totals": {"net_cents": %s, "vat_cents": 0}}
                """.formatted(number, currency, cents, total);
    }

    static byte[] xml(String declarations, String content) {
        return utf8(XML_HEAD + declarations + INVOICE + content + "</Invoice>");
    }

    static String billionLaughs() {
        StringBuilder text = new StringBuilder("<!DOCTYPE Invoice [<!ENTITY a0 \"ha\">");
        for (int i = 1; i <= 30; i++) {
            text.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return text.append("]>").toString();
    }

    static byte[] gzip(byte[] content) {
        return packed(out -> {
            try (OutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            }
        });
    }

    static byte[] zip(String name, byte[] content) {
        return packed(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            }
        });
    }

    /** A zip whose file has a flag set that says it is encrypted. */
    static byte[] encryptedZip() {
        byte[] zip = zip("bill.csv", utf8(csv("ENC", row("1", "1.00"))));
        zip[6] |= 1;
        return zip;
    }

    /** A zip that claims another checksum than its file has. */
    static byte[] damagedZip() {
        byte[] zip = zip("bill.csv", utf8(csv("CRC", row("1", "1.00"))));
        zip[60] ^= 0x55;
        return zip;
    }

    static byte[] half(byte[] content) {
        return Arrays.copyOf(content, content.length / 2);
    }

    static byte[] zeros(int count) {
        return new byte[count];
    }

    /** The head of a PDF: not what any adapter of the demo reads. */
    static byte[] pdf() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(utf8("%PDF-1.7\n%"));
        out.writeBytes(new byte[] {(byte) 0xE2, (byte) 0xE3, (byte) 0xCF, (byte) 0xD3, '\n'});
        out.writeBytes(utf8("1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"));
        return out.toByteArray();
    }

    /** A correct bill of at least so many bytes, rows of about 330 bytes. */
    static byte[] bigCsv(String number, int bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + 1024);
        out.writeBytes(utf8(HEADERS));
        String filler = "Vuokraus: Öinen satama ".repeat(11);
        for (int i = 1; out.size() < bytes; i++) {
            out.writeBytes(utf8(number + ";big-" + i + ";604410;KBX-VUOKRA;" + filler + i
                    + ";0.01;25.5;2026-10-05;2026-10-06;EUR\n"));
        }
        return out.toByteArray();
    }

    private interface Packing {
        void into(OutputStream out) throws IOException;
    }

    private static byte[] packed(Packing packing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            packing.into(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
