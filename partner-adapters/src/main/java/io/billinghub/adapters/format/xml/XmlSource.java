package io.billinghub.adapters.format.xml;

import io.billinghub.adapters.format.Utf8;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML that can be read again from its beginning: a file, or what was taken out of a PDF. Document type declarations are
 * refused, so there are no entities to expand and nothing outside to fetch (XInclude is not processed either); depth, number
 * of elements and length of what is held at once are limited.
 */
public final class XmlSource {

    private static final int DEEPEST = 64;
    private static final int MOST_NODES = 20_000;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final Pattern ENCODING = Pattern.compile("^<\\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']");

    /** Where the bytes come from, each time anew. */
    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    /** Who reads the events of one pass. */
    @FunctionalInterface
    public interface Pass {
        /** Is told each event that is neither an entity nor a document type declaration. */
        void event(XMLStreamReader xml, int event) throws XMLStreamException;
    }

    private final Opening opening;

    private XmlSource(Opening opening) {
        this.opening = opening;
    }

    public static XmlSource of(Path file) {
        return new XmlSource(() -> Files.newInputStream(file));
    }

    public static XmlSource of(byte[] document) {
        byte[] copy = document.clone();
        return new XmlSource(() -> new ByteArrayInputStream(copy));
    }

    /**
     * Reads from the beginning to the end.
     *
     * @throws RefusedException if it is no well-formed XML, not in the encoding it claims, or has a document type declaration
     */
    public void read(Pass pass) throws IOException {
        requireEncoding();
        try (InputStream in = opening.open()) {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw entity(xml);
                }
                pass.event(xml, event);
            }
        } catch (XMLStreamException e) {
            throw malformed(e);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "/", "this is no XML: " + e.getMessage());
        }
    }

    /** The element that the reader stands at, with all that is in it; the reader then stands at its end. */
    static XmlNode piece(XMLStreamReader xml, String place) throws XMLStreamException {
        Deque<XmlNode> open = new ArrayDeque<>();
        XmlNode top = node(xml);
        XmlNode interrupted = null;
        open.push(top);
        int nodes = 1;
        int characters = 0;
        while (!open.isEmpty()) {
            int event = xml.next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT:
                    XmlNode node = node(xml);
                    open.peek().add(node);
                    open.push(node);
                    nodes++;
                    characters += attributes(xml);
                    break;
                case XMLStreamConstants.END_ELEMENT:
                    open.pop();
                    break;
                case XMLStreamConstants.CHARACTERS:
                case XMLStreamConstants.CDATA:
                    characters += xml.getTextLength();
                    requireWithin(place, open.size(), nodes, characters);
                    if (open.peek() == interrupted && !xml.getText().isBlank()) {
                        throw new RefusedException(
                                RuleCode.MALFORMED_DOCUMENT,
                                place,
                                "a comment or an instruction stands inside of the text of " + interrupted.name()
                                        + ", which readers take in different ways");
                    }
                    open.peek().append(xml.getText());
                    break;
                case XMLStreamConstants.COMMENT:
                case XMLStreamConstants.PROCESSING_INSTRUCTION:
                    interrupted = open.peek().text() == null ? interrupted : open.peek();
                    break;
                case XMLStreamConstants.ENTITY_REFERENCE:
                    throw entity(xml);
                default:
                    break;
            }
            requireWithin(place, open.size(), nodes, characters);
        }
        return top;
    }

    /** The element that the reader stands at, without what is in it. */
    static XmlNode node(XMLStreamReader xml) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        requireWithin("line " + xml.getLocation().getLineNumber(), 1, 1, attributes(xml));
        String namespace = xml.getNamespaceURI();
        return new XmlNode(namespace == null ? "" : namespace, xml.getLocalName(), attributes);
    }

    /** The element's name as it is written, with its prefix. */
    static String qualified(XMLStreamReader xml) {
        String prefix = xml.getPrefix();
        return prefix == null || prefix.isEmpty() ? xml.getLocalName() : prefix + ":" + xml.getLocalName();
    }

    private static int attributes(XMLStreamReader xml) {
        int characters = 0;
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            characters += xml.getAttributeValue(i).length();
        }
        return characters;
    }

    private static void requireWithin(String place, int depth, int nodes, int characters) {
        if (depth > DEEPEST || nodes > MOST_NODES || characters > LONGEST_TEXT) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    place,
                    "the element is deeper than " + DEEPEST + ", or has more than " + MOST_NODES + " elements or "
                            + LONGEST_TEXT + " characters");
        }
    }

    private static RefusedException entity(XMLStreamReader xml) {
        return new RefusedException(
                RuleCode.XML_DTD,
                "line " + xml.getLocation().getLineNumber(),
                "the document has a document type declaration or an entity");
    }

    private static RefusedException malformed(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        boolean dtd = message.matches("(?s).*(DOCTYPE|DTD|[Tt]he entity \").*");
        int at = message.indexOf("Message: ");
        return new RefusedException(
                dtd ? RuleCode.XML_DTD : RuleCode.MALFORMED_DOCUMENT,
                e.getLocation() == null
                        ? "/"
                        : "line " + e.getLocation().getLineNumber() + ", column "
                                + e.getLocation().getColumnNumber(),
                "this is no well-formed XML: " + (at < 0 ? message : message.substring(at + 9)));
    }

    /** The JDK's own parser: others on the class path know other properties. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(javax.xml.XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    /** The parser would replace what is not UTF-8, so it is looked for first. */
    private void requireEncoding() throws IOException {
        String head;
        try (InputStream in = opening.open()) {
            head = new String(in.readNBytes(200), StandardCharsets.ISO_8859_1);
        }
        String plain = head.startsWith("\u00EF\u00BB\u00BF") ? head.substring(3) : head;
        if (plain.startsWith("\u00FE\u00FF") || plain.startsWith("\u00FF\u00FE")) {
            return;
        }
        Matcher encoding = ENCODING.matcher(plain);
        if (!encoding.find() || encoding.group(1).toLowerCase(Locale.ROOT).equals("utf-8")) {
            try (InputStream in = opening.open()) {
                Utf8.require(in);
            }
        }
    }
}
