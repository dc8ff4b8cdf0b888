package io.billinghub.adapters.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;

/** Small PDFs with attachments; for tests. */
public final class Pdfs {

    private Pdfs() {}

    /** One empty page and the files. */
    public static byte[] with(Map<String, byte[]> attachments) {
        return with(attachments, null);
    }

    /** @param password of the user, or null where it is not encrypted */
    public static byte[] with(Map<String, byte[]> attachments, String password) {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.addPage(new PDPage());
            Map<String, PDComplexFileSpecification> files = new HashMap<>();
            for (Map.Entry<String, byte[]> attachment : attachments.entrySet()) {
                PDComplexFileSpecification file = new PDComplexFileSpecification();
                file.setFile(attachment.getKey());
                file.setFileUnicode(attachment.getKey());
                PDEmbeddedFile embedded = new PDEmbeddedFile(
                        document, new ByteArrayInputStream(attachment.getValue()), COSName.FLATE_DECODE);
                embedded.setSubtype("text/xml");
                file.setEmbeddedFile(embedded);
                files.put(attachment.getKey(), file);
            }
            PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
            tree.setNames(files);
            PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
            names.setEmbeddedFiles(tree);
            document.getDocumentCatalog().setNames(names);
            if (password != null) {
                document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            }
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
