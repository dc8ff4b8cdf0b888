package io.billinghub.adapters.soap;

import io.billinghub.adapters.document.TemporaryFiles;
import io.billinghub.adapters.format.xml.XmlSource;
import io.billinghub.adapters.model.RefusedException;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/** Reads one envelope from its beginning to its end and leaves its document in a file. For one use, by one thread. */
final class EnvelopeReader implements XmlSource.Pass {

    /** Of the elements that carry a document. */
    static final String NAMESPACE = "urn:billinghub:documents:1";

    private static final String XOP = "http://www.w3.org/2004/08/xop/include";
    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 200;
    private static final Set<String> FIELDS = Set.of("fileName", "contentType", "content");
    private static final Set<String> US = Set.of(
            "",
            "http://schemas.xmlsoap.org/soap/actor/next",
            "http://www.w3.org/2003/05/soap-envelope/role/next",
            "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver");

    /** Where attachments are found. */
    @FunctionalInterface
    interface Attachments {
        /**
         * Writes the attachment to the stream.
         *
         * @param reference {@code cid:…}
         * @throws SoapFlaw if there is none
         */
        void copy(String reference, OutputStream out) throws IOException;
    }

    private final SoapVersion version;
    private final Attachments attachments;
    private final Path file;
    private final OutputStream out;
    private final Map<String, String> inherited = new LinkedHashMap<>();
    private final Map<String, StringBuilder> fields = new LinkedHashMap<>();

    private int depth;
    private boolean inBody;
    private boolean found;
    private boolean carried;
    private String field;
    private ElementWriter element;
    private Writer text;
    private Base64Text content;
    private boolean attached;

    private EnvelopeReader(SoapVersion version, Attachments attachments, Path file, OutputStream out) {
        this.version = version;
        this.attachments = attachments;
        this.file = file;
        this.out = out;
    }

    /**
     * The document of the envelope; the caller closes it.
     *
     * @throws SoapFlaw if it is no envelope of this version with one document
     */
    static CarriedDocument read(XmlSource envelope, SoapVersion version, Attachments attachments) throws IOException {
        Path file = TemporaryFiles.newFile(".soap");
        boolean whole = false;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            EnvelopeReader reader = new EnvelopeReader(version, attachments, file, out);
            envelope.read(reader);
            CarriedDocument document = reader.end();
            whole = true;
            return document;
        } catch (RefusedException e) {
            throw new SoapFlaw(SoapFlaw.Kind.SENDER, e.rule().name(), e.place(), e.getMessage());
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void event(XMLStreamReader xml, int event) {
        try {
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                start(xml);
            } else if (element != null) {
                element.event(xml, event);
            } else if (field != null && isText(event)) {
                fieldText(xml);
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                end(xml);
                depth--;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the document of an envelope could not be written", e);
        }
    }

    private static boolean isText(int event) {
        return event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA;
    }

    private void start(XMLStreamReader xml) throws IOException {
        if (depth > DEEPEST) {
            throw SoapFlaw.sender(line(xml), "elements lie deeper than " + DEEPEST);
        }
        if (depth == 1) {
            envelope(xml);
        } else if (depth == 2) {
            section(xml);
        } else if (!inBody) {
            header(xml);
        } else if (depth == 3) {
            document(xml);
        } else if (carried) {
            member(xml);
        } else {
            element.start(xml, Map.of());
        }
    }

    private void envelope(XMLStreamReader xml) {
        boolean known = false;
        for (SoapVersion spoken : SoapVersion.values()) {
            known |= spoken.namespace().equals(xml.getNamespaceURI());
        }
        if (!xml.getLocalName().equals("Envelope")) {
            throw SoapFlaw.sender("/", "the message is no SOAP envelope but " + xml.getLocalName());
        }
        if (!version.namespace().equals(xml.getNamespaceURI())) {
            throw new SoapFlaw(
                    SoapFlaw.Kind.VERSION_MISMATCH,
                    "SOAP_ENVELOPE",
                    "/Envelope",
                    known
                            ? "the envelope is of another version of SOAP than the Content-Type says"
                            : "the envelope is neither of SOAP 1.1 nor of SOAP 1.2");
        }
        inherit(xml);
    }

    private void section(XMLStreamReader xml) {
        boolean ours = version.namespace().equals(xml.getNamespaceURI());
        if (ours && xml.getLocalName().equals("Body") && !found) {
            inBody = true;
            inherit(xml);
        } else if (!ours || inBody || !xml.getLocalName().equals("Header")) {
            throw SoapFlaw.sender("/Envelope", "an envelope has a header, if any, and one body");
        }
    }

    private void header(XMLStreamReader xml) {
        if (depth != 3) {
            return;
        }
        String ns = version.namespace();
        String must = xml.getAttributeValue(ns, "mustUnderstand");
        String role = xml.getAttributeValue(ns, version == SoapVersion.V1_1 ? "actor" : "role");
        if (("1".equals(must) || "true".equals(must)) && US.contains(role == null ? "" : role)) {
            throw new SoapFlaw(
                    SoapFlaw.Kind.MUST_UNDERSTAND,
                    "SOAP_ENVELOPE",
                    "/Envelope/Header/" + xml.getLocalName(),
                    "no header is understood here; a login is shown by the HTTP header Authorization");
        }
    }

    private void document(XMLStreamReader xml) throws IOException {
        if (found) {
            throw SoapFlaw.sender("/Envelope/Body", "the body has more than one element; send one document a message");
        }
        found = true;
        carried = NAMESPACE.equals(xml.getNamespaceURI());
        if (carried && !xml.getLocalName().equals("SubmitDocument")) {
            throw SoapFlaw.sender(
                    "/Envelope/Body", "there is no operation " + xml.getLocalName() + ", but SubmitDocument");
        }
        if (!carried) {
            text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            element = new ElementWriter(text);
            for (int i = 0; i < xml.getNamespaceCount(); i++) {
                inherited.remove(prefix(xml, i));
            }
            element.start(xml, inherited);
        }
    }

    private void member(XMLStreamReader xml) throws IOException {
        if (depth == 4 && NAMESPACE.equals(xml.getNamespaceURI()) && FIELDS.contains(xml.getLocalName())) {
            field = xml.getLocalName();
            if (fields.put(field, new StringBuilder()) != null) {
                throw SoapFlaw.sender("/Envelope/Body/SubmitDocument", field + " stands there twice");
            }
            content = field.equals("content") ? new Base64Text(out) : null;
        } else if (depth == 5 && content != null && !attached && isInclude(xml)) {
            attached = true;
            attachments.copy(String.valueOf(xml.getAttributeValue(null, "href")), out);
        } else {
            throw SoapFlaw.sender(
                    "/Envelope/Body/SubmitDocument",
                    "there is no element " + xml.getLocalName() + "; there are fileName, contentType and content, in "
                            + NAMESPACE);
        }
    }

    private static boolean isInclude(XMLStreamReader xml) {
        return XOP.equals(xml.getNamespaceURI()) && xml.getLocalName().equals("Include");
    }

    private void fieldText(XMLStreamReader xml) throws IOException {
        if (content == null) {
            StringBuilder value = fields.get(field).append(xml.getText());
            if (value.length() > LONGEST_NAME) {
                throw SoapFlaw.sender("/Envelope/Body/SubmitDocument/" + field, "it is longer than " + LONGEST_NAME);
            }
        } else if (attached) {
            if (!xml.getText().isBlank()) {
                throw SoapFlaw.sender(
                        "/Envelope/Body/SubmitDocument/content", "it holds an attachment and something beside it");
            }
        } else {
            content.append(xml.getText());
        }
    }

    private void end(XMLStreamReader xml) throws IOException {
        if (depth == 4 && field != null) {
            if (content != null) {
                content.end();
            }
            field = null;
            content = null;
        } else if (depth == 3 && element != null) {
            text.flush();
            element = null;
        } else if (depth == 2 && xml.getLocalName().equals("Body")) {
            inBody = false;
        }
    }

    private CarriedDocument end() {
        if (!found) {
            throw SoapFlaw.sender("/Envelope/Body", "there is no document in the body");
        }
        if (carried && !fields.containsKey("content")) {
            throw SoapFlaw.sender("/Envelope/Body/SubmitDocument", "content is missing");
        }
        return new CarriedDocument(file, said("fileName"), carried ? said("contentType") : "application/xml");
    }

    private String said(String name) {
        StringBuilder value = fields.get(name);
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().strip();
    }

    private void inherit(XMLStreamReader xml) {
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            String uri = xml.getNamespaceURI(i);
            if (uri == null || uri.isEmpty() || uri.equals(version.namespace())) {
                inherited.remove(prefix(xml, i));
            } else {
                inherited.put(prefix(xml, i), uri);
            }
        }
    }

    private static String prefix(XMLStreamReader xml, int index) {
        String prefix = xml.getNamespacePrefix(index);
        return prefix == null ? "" : prefix;
    }

    private static String line(XMLStreamReader xml) {
        return "line " + xml.getLocation().getLineNumber();
    }
}
