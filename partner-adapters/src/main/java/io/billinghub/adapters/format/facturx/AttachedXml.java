package io.billinghub.adapters.format.facturx;

import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.common.PDNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * Takes the invoice's XML out of a PDF. Only the attachment is unpacked, by the hub itself and up to a limit; {@link PdfBombs}
 * looks at what the PDF reader would unpack before it does.
 */
final class AttachedXml {

    private static final Set<String> NAMES = Set.of("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml");
    private static final int DEEPEST_TREE = 10;

    private final long maxBytes;

    /** @param maxBytes largest PDF, and largest XML in it */
    AttachedXml(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The XML.
     *
     * @throws RefusedException if the file is no PDF, is encrypted or damaged, or holds no XML or more than one
     */
    byte[] of(Path file) throws IOException {
        if (Files.size(file) > maxBytes) {
            throw refused("document", "a PDF may have " + maxBytes + " bytes at most");
        }
        PdfBombs.require(file);
        try (PDDocument document =
                Loader.loadPDF(file.toFile(), "", null, null, IOUtils.createTempFileOnlyStreamCache())) {
            if (document.isEncrypted()) {
                throw refused("document", "the PDF is encrypted; send it without a password");
            }
            return xml(document);
        } catch (InvalidPasswordException e) {
            throw refused("document", "the PDF is encrypted; send it without a password");
        } catch (IOException | RuntimeException e) {
            if (e instanceof RefusedException refusal) {
                throw refusal;
            }
            throw refused("document", "the PDF is damaged: " + Values.shortened(String.valueOf(e.getMessage())));
        }
    }

    private byte[] xml(PDDocument document) throws IOException {
        Map<String, COSStream> xmls = new LinkedHashMap<>();
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        if (names.getEmbeddedFiles() != null) {
            collect(names.getEmbeddedFiles(), xmls, 0);
        }
        List<Map.Entry<String, COSStream>> named = xmls.entrySet().stream()
                .filter(entry -> NAMES.contains(entry.getKey().toLowerCase(Locale.ROOT)))
                .toList();
        List<Map.Entry<String, COSStream>> candidates = named.isEmpty() ? List.copyOf(xmls.entrySet()) : named;
        if (candidates.isEmpty()) {
            throw refused("attachments", "no XML is attached to the PDF");
        }
        if (candidates.size() > 1) {
            throw new RefusedException(
                    RuleCode.SEVERAL_BILLS,
                    "attachments",
                    "more than one XML is attached to the PDF: "
                            + Values.shortened(String.join(
                                    ", ",
                                    candidates.stream().map(Map.Entry::getKey).toList())));
        }
        return unpacked(candidates.get(0).getKey(), candidates.get(0).getValue());
    }

    private void collect(PDNameTreeNode<PDComplexFileSpecification> node, Map<String, COSStream> xmls, int depth)
            throws IOException {
        if (depth > DEEPEST_TREE) {
            throw refused("attachments", "the tree of attachments is deeper than " + DEEPEST_TREE);
        }
        if (node.getNames() != null) {
            for (Map.Entry<String, PDComplexFileSpecification> entry :
                    node.getNames().entrySet()) {
                PDComplexFileSpecification specification = entry.getValue();
                PDEmbeddedFile embedded = embedded(specification);
                String name = Values.orElse(specification.getFileUnicode(), specification.getFile());
                String known = name == null ? entry.getKey() : name;
                if (embedded != null && known.toLowerCase(Locale.ROOT).endsWith(".xml")) {
                    COSStream other = xmls.put(known, embedded.getCOSObject());
                    if (other != null && other != embedded.getCOSObject()) {
                        throw new RefusedException(
                                RuleCode.SEVERAL_BILLS,
                                "attachments",
                                "two files of the name " + Values.shortened(known) + " are attached to the PDF");
                    }
                }
            }
        }
        if (node.getKids() != null) {
            for (PDNameTreeNode<PDComplexFileSpecification> kid : node.getKids()) {
                collect(kid, xmls, depth + 1);
            }
        }
    }

    private static PDEmbeddedFile embedded(PDComplexFileSpecification specification) {
        return specification.getEmbeddedFileUnicode() == null
                ? specification.getEmbeddedFile()
                : specification.getEmbeddedFileUnicode();
    }

    private byte[] unpacked(String name, COSStream stream) throws IOException {
        List<String> filters = filters(stream.getFilters());
        if (!filters.isEmpty() && !filters.equals(List.of("FlateDecode"))) {
            throw refused("attachment " + name, "the attachment is packed as " + filters + "; FlateDecode is read");
        }
        int limit = (int) Math.min(maxBytes, Integer.MAX_VALUE - 16);
        try (InputStream raw = stream.createRawInputStream();
                InputStream in = filters.isEmpty() ? raw : new InflaterInputStream(raw)) {
            byte[] xml = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw refused("attachment " + name, "unpacked it has more than the " + limit + " bytes allowed");
            }
            return xml;
        } catch (ZipException e) {
            throw refused("attachment " + name, "the attachment is damaged: " + e.getMessage());
        }
    }

    private static List<String> filters(COSBase filters) {
        List<String> names = new ArrayList<>();
        if (filters instanceof COSName one) {
            names.add(one.getName());
        } else if (filters instanceof COSArray several) {
            several.forEach(filter -> names.add(filter instanceof COSName name ? name.getName() : "?"));
        }
        return names;
    }

    private static RefusedException refused(String place, String detail) {
        return new RefusedException(RuleCode.MALFORMED_DOCUMENT, place, detail);
    }
}
