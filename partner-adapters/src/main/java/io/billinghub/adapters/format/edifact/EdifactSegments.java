package io.billinghub.adapters.format.edifact;

import io.billinghub.adapters.format.Utf8;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Streams EDIFACT segment by segment. A message that comes without its interchange (no UNB, or no UNH either) is given one,
 * as partners send bare messages. The envelope's references and counts are held against the document: UNH with UNT, UNB with
 * UNZ, so that one that lost segments or is cut off is refused.
 */
final class EdifactSegments {

    private static final Pattern SYNTAX = Pattern.compile("UNB\\+(UNO[A-Z])");

    private final Listener listener;
    private final int added;
    private final boolean countsSegments;
    private Segment interchange;
    private Segment message;
    private int number;
    private int messages;
    private boolean ended;
    private boolean closed;

    private EdifactSegments(Listener listener, int added, boolean countsSegments) {
        this.listener = listener;
        this.added = added;
        this.countsSegments = countsSegments;
        this.closed = added > 0;
    }

    /** One segment: its tag, its number in the document from 1 (UNA and what was added don't count), its elements. */
    record Segment(String tag, int number, List<List<String>> elements) {

        /** Component of an element, both from 1 as the directories count; null where it is empty. */
        String at(int element, int component) {
            if (element > elements.size()
                    || component > elements.get(element - 1).size()) {
                return null;
            }
            String value = elements.get(element - 1).get(component - 1).strip();
            return value.isEmpty() ? null : value;
        }

        boolean is(String expected, String qualifier) {
            return tag.equals(expected) && qualifier.equals(at(1, 1));
        }

        String place() {
            return "segment " + number + " (" + tag + ")";
        }

        /** Also of amounts that the hub doesn't read: a bill that contradicts itself is not taken for its better half. */
        void requireCurrency() {
            String code = at(1, 3);
            if (code != null
                    && Currency.getAvailableCurrencies().stream()
                            .noneMatch(known -> known.getCurrencyCode().equals(code))) {
                throw new RefusedException(
                        RuleCode.UNKNOWN_CURRENCY,
                        place(),
                        "\"" + Values.shortened(code) + "\" is no currency of ISO 4217");
            }
        }
    }

    /** Who is told the segments. */
    interface Listener {
        void segment(Segment segment);
    }

    /** @param countsSegments whether UNT's count of segments is held against the document */
    static void read(Path file, Listener listener, boolean countsSegments) throws IOException {
        String head = head(file);
        Charset charset = charset(head);
        if (charset.equals(StandardCharsets.UTF_8)) {
            Utf8.require(file);
        }
        int added = added(head);
        EDIInputFactory factory = EDIInputFactory.newFactory();
        factory.setProperty(EDIInputFactory.EDI_VALIDATE_CONTROL_STRUCTURE, false);
        EdifactSegments segments = new EdifactSegments(listener, added, countsSegments);
        try (InputStream in = wrapped(file, added);
                EDIStreamReader edi = factory.createEDIStreamReader(in, charset.name())) {
            segments.read(edi);
        } catch (EDIStreamException e) {
            throw segments.refused("this is no EDIFACT interchange: " + e.getMessage());
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // the reader of EDI gives up like this on characters where none may be
            throw segments.refused("this is no EDIFACT interchange: " + e);
        }
        if (!segments.closed) {
            throw segments.refused("the interchange ends without UNZ: it is cut off");
        }
    }

    private RefusedException refused(String detail) {
        return new RefusedException(
                RuleCode.MALFORMED_DOCUMENT, "after segment " + Math.max(0, number - added), detail);
    }

    private void read(EDIStreamReader edi) throws EDIStreamException {
        List<List<String>> elements = null;
        boolean composite = false;
        String tag = null;
        while (edi.hasNext()) {
            EDIStreamEvent event = edi.next();
            if (event == EDIStreamEvent.START_SEGMENT) {
                tag = edi.getText();
                elements = new ArrayList<>();
            } else if (event == EDIStreamEvent.START_COMPOSITE) {
                composite = true;
                elements.add(new ArrayList<>());
            } else if (event == EDIStreamEvent.END_COMPOSITE) {
                composite = false;
            } else if (event == EDIStreamEvent.ELEMENT_DATA && elements != null) {
                if (composite) {
                    elements.get(elements.size() - 1).add(edi.getText());
                } else {
                    elements.add(new ArrayList<>(List.of(edi.getText())));
                }
            } else if (event == EDIStreamEvent.END_SEGMENT && elements != null) {
                number += tag.equals("UNA") ? 0 : 1;
                segment(new Segment(tag, number - added, Collections.unmodifiableList(elements)));
            }
        }
    }

    private void segment(Segment segment) {
        switch (segment.tag()) {
            case "UNB":
                interchange = segment;
                break;
            case "UNH":
                messages++;
                message = segment;
                break;
            case "UNT":
                requireMessage(segment);
                break;
            case "UNZ":
                closed = true;
                requireInterchange(segment);
                break;
            default:
                break;
        }
        if (messages > 1) {
            throw new RefusedException(
                    RuleCode.SEVERAL_BILLS, segment.place(), "the interchange holds more than one message");
        }
        listener.segment(segment);
    }

    private void requireMessage(Segment end) {
        ended = true;
        if (message == null || added == 2) {
            return;
        }
        int count = end.number() - message.number() + 1;
        if (countsSegments && !String.valueOf(count).equals(plain(end.at(1, 1)))) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    end.place(),
                    "UNT says " + Values.shortened(end.at(1, 1)) + " segments, there are " + count
                            + "; if the partner always counts in another way, set format.segmentCount to ignored");
        }
        requireSame(end, end.at(2, 1), message.at(1, 1), "UNT", "UNH");
    }

    private void requireInterchange(Segment end) {
        if (message != null && !ended) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT, end.place(), "the message has no UNT: it is cut off");
        }
        if (interchange == null || added > 0) {
            return;
        }
        if (!"1".equals(plain(end.at(1, 1)))) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    end.place(),
                    "UNZ says " + Values.shortened(end.at(1, 1)) + " messages, there is one");
        }
        requireSame(end, end.at(2, 1), interchange.at(5, 1), "UNZ", "UNB");
    }

    private static void requireSame(Segment end, String given, String expected, String closing, String opening) {
        if (!Objects.equals(given, expected)) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    end.place(),
                    closing + " has the reference " + Values.shortened(given) + ", " + opening + " "
                            + Values.shortened(expected));
        }
    }

    private static String plain(String count) {
        return count == null ? "" : count.replaceFirst("^0+(?=\\d)", "");
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Utf8.open(file)) {
            return new String(in.readNBytes(200), StandardCharsets.ISO_8859_1).stripLeading();
        }
    }

    /** How many segments the hub puts before the document's own: 0, 1 (UNB) or 2 (UNB and UNH). */
    private static int added(String head) {
        if (head.startsWith("UNA") || head.startsWith("UNB")) {
            return 0;
        }
        if (head.startsWith("UNH")) {
            return 1;
        }
        if (!head.startsWith("BGM")) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "segment 1",
                    "an EDIFACT document begins with UNA, UNB, UNH or BGM, not with \""
                            + Values.shortened(head.substring(0, Math.min(20, head.length()))) + "\"");
        }
        return 2;
    }

    private static InputStream wrapped(Path file, int added) throws IOException {
        InputStream own = Utf8.open(file);
        if (added == 0) {
            return own;
        }
        String before =
                "UNA:+,? 'UNB+UNOC:3+PARTNER:ZZ+HUB:ZZ+000101:0000+1'" + (added == 2 ? "UNH+1+INVOIC:D:96A:UN'" : "");
        String after = (added == 2 ? "UNT+0+1'" : "") + "UNZ+1+1'";
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(before.getBytes(StandardCharsets.US_ASCII)),
                own,
                new ByteArrayInputStream(after.getBytes(StandardCharsets.US_ASCII)))));
    }

    /** ISO 9735 character repertoires; without an interchange header UNOC, ISO 8859-1, is the usual one. */
    private static Charset charset(String head) {
        Matcher syntax = SYNTAX.matcher(head);
        switch (syntax.find() ? syntax.group(1) : "UNOC") {
            case "UNOD":
                return Charset.forName("ISO-8859-2");
            case "UNOE":
                return Charset.forName("ISO-8859-5");
            case "UNOF":
                return Charset.forName("ISO-8859-7");
            case "UNOW":
            case "UNOY":
                return StandardCharsets.UTF_8;
            default:
                return StandardCharsets.ISO_8859_1;
        }
    }
}
