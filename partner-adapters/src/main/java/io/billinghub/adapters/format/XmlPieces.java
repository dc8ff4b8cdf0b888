package io.billinghub.adapters.format;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
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
 * Streams an XML document child by child of its root. Document type declarations are refused, so there are no entities to
 * expand and nothing outside to fetch; depth and size of one child are limited.
 */
final class XmlPieces {

    private static final int DEEPEST = 64;
    private static final int MOST_NODES = 20_000;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final Pattern ENCODING = Pattern.compile("^<\\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']");

    /** Who is told the root and its children. */
    interface Listener {
        void root(String namespace, String name);

        /** @param place XPath of the child, with its number among those of the same name */
        void child(XmlNode child, String place);
    }

    private XmlPieces() {}

    static void read(Path file, Listener listener) throws IOException {
        if (saysUtf8(file)) {
            Utf8.require(file);
        }
        String place = "/";
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            Map<String, Integer> numbers = new HashMap<>();
            String root = null;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new RefusedException(
                            RuleCode.XML_DTD, where(xml), "the document has a document type declaration or an entity");
                }
                if (event != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                if (root == null) {
                    root = "/" + xml.getLocalName();
                    listener.root(xml.getNamespaceURI(), xml.getLocalName());
                    continue;
                }
                String name = qualified(xml);
                place = root + "/" + name + "[" + numbers.merge(name, 1, Integer::sum) + "]";
                listener.child(piece(xml, place), place);
            }
        } catch (XMLStreamException e) {
            boolean dtd = String.valueOf(e.getMessage()).matches("(?s).*(DOCTYPE|DTD|entity).*");
            throw new RefusedException(
                    dtd ? RuleCode.XML_DTD : RuleCode.MALFORMED_DOCUMENT,
                    e.getLocation() == null ? "after " + place : "line " + e.getLocation().getLineNumber() + ", after " + place,
                    "this is no well-formed XML: " + firstLine(e));
        }
    }

    private static XmlNode piece(XMLStreamReader xml, String place) throws XMLStreamException {
        Deque<XmlNode> open = new ArrayDeque<>();
        XmlNode top = node(xml);
        open.push(top);
        int nodes = 1;
        int characters = 0;
        while (!open.isEmpty()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                XmlNode node = node(xml);
                open.peek().add(node);
                open.push(node);
                nodes++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                open.pop();
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                characters += xml.getTextLength();
                if (characters <= LONGEST_TEXT) {
                    open.peek().append(xml.getText());
                }
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new RefusedException(RuleCode.XML_DTD, place, "there is an entity reference");
            }
            if (open.size() > DEEPEST || nodes > MOST_NODES) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        place,
                        "the element is deeper than " + DEEPEST + " or has more than " + MOST_NODES + " elements");
            }
        }
        return top;
    }

    private static XmlNode node(XMLStreamReader xml) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return new XmlNode(xml.getLocalName(), attributes);
    }

    private static String qualified(XMLStreamReader xml) {
        String prefix = xml.getPrefix();
        return prefix == null || prefix.isEmpty() ? xml.getLocalName() : prefix + ":" + xml.getLocalName();
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

    private static boolean saysUtf8(Path file) throws IOException {
        try (InputStream in = Utf8.open(file)) {
            String head = new String(in.readNBytes(200), StandardCharsets.ISO_8859_1);
            if (head.startsWith("\u00FE\u00FF") || head.startsWith("\u00FF\u00FE")) {
                return false;
            }
            Matcher encoding = ENCODING.matcher(head);
            return !encoding.find() || encoding.group(1).toLowerCase(Locale.ROOT).equals("utf-8");
        }
    }

    private static String where(XMLStreamReader xml) {
        return "line " + xml.getLocation().getLineNumber();
    }

    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("Message: ");
        return at < 0 ? message : message.substring(at + 9);
    }
}
