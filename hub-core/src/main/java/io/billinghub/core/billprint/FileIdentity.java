package io.billinghub.core.billprint;

import io.billinghub.core.invoice.model.BillDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;

/**
 * Gives the file its dates and identifier from the bill instead of the machine's clock, just before it is saved, so that the
 * same bill gives the same bytes. PDF/A wants the date in the XMP metadata to be that of the document information.
 */
final class FileIdentity {
    private static final Pattern CREATED = Pattern.compile("(<xmp:CreateDate>)[^<]*(</xmp:CreateDate>)");

    private FileIdentity() {}

    static void give(PDDocument document, BillDocument bill) throws IOException {
        document.setDocumentId(bill.id().getMostSignificantBits() ^ bill.id().getLeastSignificantBits());
        Calendar issued = GregorianCalendar.from(bill.issueDate().atStartOfDay().atZone(ZoneOffset.UTC));
        PDDocumentInformation information = document.getDocumentInformation();
        information.setCreationDate(issued);
        PDMetadata metadata = document.getDocumentCatalog().getMetadata();
        String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8);
        metadata.importXMPMetadata(CREATED.matcher(xmp)
                .replaceFirst("$1" + bill.issueDate() + "T00:00:00+00:00$2")
                .getBytes(StandardCharsets.UTF_8));
    }
}
