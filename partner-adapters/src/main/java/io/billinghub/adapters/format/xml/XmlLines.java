package io.billinghub.adapters.format.xml;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Streams the elements at one path of an XML document, at whatever depth, as its lines. What stands around them is kept as
 * the document's head: of each element on the path the first one, without the lines. So memory does not grow with the number
 * of lines.
 */
public final class XmlLines {

    private static final int MOST_AROUND = 20_000;

    /** Who is told the lines. */
    @FunctionalInterface
    public interface Listener {
        /**
         * One line.
         *
         * @param around the elements that the line stands in, the root first, with what came before the line in them
         * @param place XPath of the line
         */
        void line(XmlNode line, List<XmlNode> around, String place);
    }

    /** One element that is open; {@code kept} if it is part of the head. */
    private record Open(XmlNode node, String place, boolean kept, Map<String, Integer> numbers) {}

    private final List<BiPredicate<String, String>> path;
    private final Listener listener;
    private final List<Open> open = new ArrayList<>();
    private XmlNode root;
    private int around;

    private XmlLines(List<BiPredicate<String, String>> path, Listener listener) {
        this.path = path;
        this.listener = listener;
    }

    /**
     * Reads the document once.
     *
     * @param path tests of namespace and name, one per step, the root's first
     * @return the root with all that is no line
     * @throws RefusedException if it can't be read as XML, or has another root
     */
    public static XmlNode read(XmlSource source, List<BiPredicate<String, String>> path, Listener listener)
            throws IOException {
        XmlLines lines = new XmlLines(path, listener);
        source.read(lines::event);
        return lines.root;
    }

    private void event(XMLStreamReader xml, int event) throws XMLStreamException {
        if (event == XMLStreamConstants.END_ELEMENT) {
            open.remove(open.size() - 1);
        } else if (event == XMLStreamConstants.START_ELEMENT) {
            start(xml);
        } else if ((event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA)
                && !open.isEmpty()
                && !xml.isWhiteSpace()) {
            Open parent = open.get(open.size() - 1);
            parent.node().append(xml.getText());
            count(parent);
        }
    }

    private void start(XMLStreamReader xml) throws XMLStreamException {
        int depth = open.size();
        String name = XmlSource.qualified(xml);
        boolean onPath =
                depth < path.size() && path.get(depth).test(XmlSource.node(xml).namespace(), xml.getLocalName());
        if (depth == 0) {
            if (!onPath) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "/" + name,
                        "the root is {" + xml.getNamespaceURI() + "}" + xml.getLocalName()
                                + ", which the format does not begin with");
            }
            root = XmlSource.node(xml);
            if (path.size() == 1) {
                listener.line(XmlSource.piece(xml, "/" + name), List.of(), "/" + name);
                return;
            }
            open.add(new Open(root, "/" + name, true, new HashMap<>()));
            return;
        }
        Open parent = open.get(depth - 1);
        String place = parent.place() + "/" + name + "[" + parent.numbers().merge(name, 1, Integer::sum) + "]";
        if (onPath && depth == path.size() - 1) {
            XmlNode line = XmlSource.piece(xml, place);
            listener.line(line, open.stream().map(Open::node).toList(), place);
        } else if (onPath) {
            XmlNode node = XmlSource.node(xml);
            // of those that repeat the first is kept: else a document of many small groups would grow
            boolean kept = parent.kept() && parent.numbers().get(name) == 1;
            if (kept) {
                parent.node().add(node);
                count(parent);
            }
            open.add(new Open(node, place, kept, new HashMap<>()));
        } else {
            parent.node().add(XmlSource.piece(xml, place));
            count(parent);
        }
    }

    private void count(Open parent) {
        around += parent.kept() ? 1 : 0;
        if (around > MOST_AROUND) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    parent.place(),
                    "more than " + MOST_AROUND
                            + " elements stand around the lines; name the path of the element that repeats");
        }
    }
}
