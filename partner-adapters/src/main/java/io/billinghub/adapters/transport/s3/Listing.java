package io.billinghub.adapters.transport.s3;

import io.billinghub.adapters.transport.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One page of objects, in the order of the store.
 *
 * @param objects their names are whole keys, their tags entity tags
 * @param next token of the page behind it; empty on the last one
 */
record Listing(List<RemoteFile> objects, Optional<String> next) {

    private static final XMLInputFactory XML = XMLInputFactory.newFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    Listing {
        objects = List.copyOf(objects);
    }

    /**
     * Reads the answer of ListObjectsV2 with {@code encoding-type=url}.
     *
     * @throws IOException if it is not such an answer, or was cut off
     */
    static Listing read(InputStream answer) throws IOException {
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(answer);
            Reading reading = new Reading();
            StringBuilder text = new StringBuilder();
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    reading.begun(reader.getLocalName());
                    text.setLength(0);
                } else if (event == XMLStreamConstants.CHARACTERS) {
                    text.append(reader.getText());
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    reading.ended(reader.getLocalName(), text.toString());
                    text.setLength(0);
                }
            }
            return reading.listing();
        } catch (XMLStreamException | RuntimeException e) {
            throw new IOException("the list of objects can't be read: " + e.getMessage(), e);
        }
    }

    /** What was read so far. */
    private static final class Reading {
        private final List<RemoteFile> objects = new ArrayList<>();
        private boolean list;
        private boolean encoded;
        private boolean truncated;
        private String next;
        private String key;
        private String tag;
        private Instant modified;
        private long size;

        void begun(String element) {
            if (element.equals("ListBucketResult")) {
                list = true;
            } else if (element.equals("Contents")) {
                key = null;
                tag = "";
                modified = Instant.EPOCH;
                size = 0;
            }
        }

        void ended(String element, String text) {
            switch (element) {
                case "EncodingType":
                    encoded = text.equals("url");
                    break;
                case "IsTruncated":
                    truncated = text.equals("true");
                    break;
                case "NextContinuationToken":
                    next = text;
                    break;
                case "Key":
                    key = text;
                    break;
                case "ETag":
                    tag = text;
                    break;
                case "LastModified":
                    modified = Instant.parse(text);
                    break;
                case "Size":
                    size = Long.parseLong(text);
                    break;
                case "Contents":
                    objects.add(new RemoteFile(key, size, modified, tag));
                    break;
                default: // of no use here
            }
        }

        Listing listing() {
            if (!list) {
                throw new IllegalArgumentException("it holds no ListBucketResult");
            }
            if (truncated && next == null) {
                throw new IllegalArgumentException("it is not the last page and does not name the next one");
            }
            List<RemoteFile> decoded = encoded
                    ? objects.stream()
                            .map(object -> new RemoteFile(
                                    URLDecoder.decode(object.name(), StandardCharsets.UTF_8),
                                    object.size(),
                                    object.modified(),
                                    object.tag()))
                            .toList()
                    : objects;
            return new Listing(decoded, truncated ? Optional.of(next) : Optional.empty());
        }
    }
}
