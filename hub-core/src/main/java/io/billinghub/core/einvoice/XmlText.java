package io.billinghub.core.einvoice;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds an XML document as text. The writer of the JDK is not used, because which one is found depends on the class path
 * and the same invoice must give the same bytes everywhere. Characters that XML 1.0 forbids become U+FFFD.
 */
final class XmlText {
    /** So much is encoded at a time: a whole invoice as text may need three times its bytes. */
    private static final int PIECE = 1 << 13;

    private final StringBuilder text = new StringBuilder(2 * PIECE);
    private final ByteArrayOutputStream bytes;
    private final Deque<String> open = new ArrayDeque<>();

    XmlText(int expectedLength) {
        bytes = new ByteArrayOutputStream(expectedLength);
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /** Opens an element. @param attributes ready-made, e.g. {@code xmlns="urn:x"}; empty for none */
    XmlText open(String name, String attributes) {
        indent();
        text.append('<').append(name);
        if (!attributes.isEmpty()) {
            text.append(' ').append(attributes);
        }
        text.append(">\n");
        open.push(name);
        return this;
    }

    XmlText open(String name) {
        return open(name, "");
    }

    XmlText close() {
        String name = open.pop();
        indent();
        text.append("</").append(name).append(">\n");
        return this;
    }

    XmlText element(String name, String value) {
        return start(name).append(value, name);
    }

    /** An element with one attribute; the attribute's value is escaped, too. */
    XmlText element(String name, String attribute, String attributeValue, String value) {
        indent();
        text.append('<').append(name).append(' ').append(attribute).append("=\"");
        escape(attributeValue);
        text.append("\">");
        return append(value, name);
    }

    byte[] bytes() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("element " + open.peek() + " is still open");
        }
        encode();
        return bytes.toByteArray();
    }

    private void encode() {
        bytes.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }

    private XmlText start(String name) {
        indent();
        text.append('<').append(name).append('>');
        return this;
    }

    private XmlText append(String value, String name) {
        escape(value);
        text.append("</").append(name).append(">\n");
        return this;
    }

    private void indent() {
        if (text.length() >= PIECE) {
            encode();
        }
        text.append("  ".repeat(open.size()));
    }

    private void escape(String value) {
        for (int at = 0; at < value.length(); ) {
            int letter = value.codePointAt(at);
            at += Character.charCount(letter);
            switch (letter) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\r' -> text.append("&#13;");
                default -> text.appendCodePoint(allowed(letter) ? letter : 0xFFFD);
            }
        }
    }

    private static boolean allowed(int letter) {
        return letter == 0x9
                || letter == 0xA
                || (letter >= 0x20 && letter <= 0xD7FF)
                || (letter >= 0xE000 && letter <= 0xFFFD)
                || letter >= 0x10000;
    }
}
