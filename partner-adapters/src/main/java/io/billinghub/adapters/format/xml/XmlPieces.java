package io.billinghub.adapters.format.xml;

import io.billinghub.adapters.model.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Streams an XML document child by child of its root; see {@link XmlSource} for its limits. */
public final class XmlPieces {

    /** Who is told the root and its children. */
    public interface Listener {
        void root(String namespace, String name);

        /** @param place XPath of the child, with its number among those of the same name */
        void child(XmlNode child, String place);
    }

    private final Listener listener;
    private final Map<String, Integer> numbers = new HashMap<>();
    private String root;

    private XmlPieces(Listener listener) {
        this.listener = listener;
    }

    /** @throws RefusedException if it can't be read as XML */
    public static void read(Path file, Listener listener) throws IOException {
        XmlSource.of(file).read(new XmlPieces(listener)::event);
    }

    private void event(XMLStreamReader xml, int event) throws XMLStreamException {
        if (event != XMLStreamConstants.START_ELEMENT) {
            return;
        }
        if (root == null) {
            root = "/" + xml.getLocalName();
            listener.root(xml.getNamespaceURI(), xml.getLocalName());
            return;
        }
        String name = XmlSource.qualified(xml);
        String place = root + "/" + name + "[" + numbers.merge(name, 1, Integer::sum) + "]";
        listener.child(XmlSource.piece(xml, place), place);
    }
}
