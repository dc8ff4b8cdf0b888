package io.billinghub.core.billprint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;

/**
 * Makes a PDF/A-3 a Factur-X file (Factur-X 1.0, chapter 6): the invoice as an associated file with the name, relationship and
 * XMP properties that readers look for. The properties are described in the file itself, because PDF/A allows no others.
 */
final class FacturX {
    private static final String FILE_NAME = "factur-x.xml";
    private static final String SCHEMAS = "<pdfaExtension:schemas>";
    private static final String SCHEMAS_END = "</rdf:Bag>";
    private static final String RDF_END = "</rdf:RDF>";
    private static final COSName AF = COSName.getPDFName("AF");
    private static final COSName RELATIONSHIP = COSName.getPDFName("AFRelationship");

    private FacturX() {}

    /**
     * Embeds the invoice and says so in the metadata.
     *
     * @param document a PDF/A-3 with XMP metadata and without attachments
     * @param xml the invoice as CII
     * @param issued the date that the attachment gets, instead of the machine's clock
     */
    static void attach(PDDocument document, byte[] xml, LocalDate issued) throws IOException {
        PDComplexFileSpecification file = file(document, xml, issued);
        PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
        files.setNames(Map.of(FILE_NAME, file));
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(files);
        document.getDocumentCatalog().setNames(names);
        COSArray associated = new COSArray();
        associated.add(file.getCOSObject());
        document.getDocumentCatalog().getCOSObject().setItem(AF, associated);
        describe(document.getDocumentCatalog().getMetadata());
    }

    private static PDComplexFileSpecification file(PDDocument document, byte[] xml, LocalDate issued)
            throws IOException {
        Calendar date = GregorianCalendar.from(issued.atStartOfDay().atZone(ZoneOffset.UTC));
        PDEmbeddedFile embedded = new PDEmbeddedFile(document, new ByteArrayInputStream(xml), COSName.FLATE_DECODE);
        embedded.setSubtype("text/xml");
        embedded.setSize(xml.length);
        embedded.setCreationDate(date);
        embedded.setModDate(date);
        PDComplexFileSpecification file = new PDComplexFileSpecification();
        file.setFile(FILE_NAME);
        file.setFileUnicode(FILE_NAME);
        file.setFileDescription("Factur-X invoice");
        file.setEmbeddedFile(embedded);
        file.setEmbeddedFileUnicode(embedded);
        file.getCOSObject().setName(RELATIONSHIP, "Alternative");
        return file;
    }

    private static void describe(PDMetadata metadata) throws IOException {
        String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8);
        // XMP allows one list of extension schemas, and the renderer has begun it
        xmp = insert(xmp, xmp.indexOf(SCHEMAS_END, Math.max(0, xmp.indexOf(SCHEMAS))), "factur-x-schema.xmp");
        xmp = insert(xmp, xmp.lastIndexOf(RDF_END), "factur-x.xmp");
        metadata.importXMPMetadata(xmp.getBytes(StandardCharsets.UTF_8));
    }

    private static String insert(String xmp, int at, String resource) throws IOException {
        if (at < 0) {
            throw new IOException("the XMP metadata has no place for " + resource);
        }
        return xmp.substring(0, at)
                + new String(BillPdf.resource(resource), StandardCharsets.UTF_8)
                + xmp.substring(at);
    }
}
