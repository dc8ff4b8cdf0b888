package io.billinghub.adapters.soap;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/** Writes what a reader reads as a document of its own. The same element gives the same bytes, so a document is known again. */
final class ElementWriter {

    private final Writer out;

    ElementWriter(Writer out) throws IOException {
        this.out = out;
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /** @param inherited prefixes of the elements around it, which this one does not declare itself */
    void start(XMLStreamReader xml, Map<String, String> inherited) throws IOException {
        out.write('<');
        name(xml.getPrefix(), xml.getLocalName());
        for (Map.Entry<String, String> namespace : inherited.entrySet()) {
            namespace(namespace.getKey(), namespace.getValue());
        }
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            namespace(xml.getNamespacePrefix(i), xml.getNamespaceURI(i));
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            out.write(' ');
            name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
            out.write("=\"");
            escaped(xml.getAttributeValue(i), true);
            out.write('"');
        }
        out.write('>');
    }

    /** Text, a comment, an instruction or the end of an element. */
    void event(XMLStreamReader xml, int event) throws IOException {
        switch (event) {
            case XMLStreamConstants.CHARACTERS:
            case XMLStreamConstants.CDATA:
            case XMLStreamConstants.SPACE:
                escaped(xml.getText(), false);
                break;
            case XMLStreamConstants.COMMENT:
                out.write("<!--" + xml.getText() + "-->");
                break;
            case XMLStreamConstants.PROCESSING_INSTRUCTION:
                out.write("<?" + xml.getPITarget() + " " + xml.getPIData() + "?>");
                break;
            case XMLStreamConstants.END_ELEMENT:
                out.write("</");
                name(xml.getPrefix(), xml.getLocalName());
                out.write('>');
                break;
            default:
                break;
        }
    }

    private void name(String prefix, String local) throws IOException {
        out.write(prefix == null || prefix.isEmpty() ? local : prefix + ":" + local);
    }

    private void namespace(String prefix, String uri) throws IOException {
        out.write(prefix == null || prefix.isEmpty() ? " xmlns=\"" : " xmlns:" + prefix + "=\"");
        escaped(uri == null ? "" : uri, true);
        out.write('"');
    }

    /** What a reader would take for an end of line, or for a blank in an attribute, is written by its number. */
    private void escaped(String text, boolean attribute) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.write("&amp;");
                case '<' -> out.write("&lt;");
                case '>' -> out.write("&gt;");
                case '\r' -> out.write("&#13;");
                case '"' -> out.write(attribute ? "&quot;" : "\"");
                case '\n' -> out.write(attribute ? "&#10;" : "\n");
                case '\t' -> out.write(attribute ? "&#9;" : "\t");
                default -> out.write(c);
            }
        }
    }
}
