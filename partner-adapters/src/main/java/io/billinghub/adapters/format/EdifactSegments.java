package io.billinghub.adapters.format;

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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Streams EDIFACT segment by segment. A message that comes without its interchange (no UNB, or no UNH either) is given one,
 * as partners send bare messages. UNT's count of segments is not held against a document, since published ones are off by
 * one; a document that is cut off shows by its missing UNZ, one that lost a line by its totals.
 */
final class EdifactSegments {

    private static final Pattern SYNTAX = Pattern.compile("UNB\\+(UNO[A-Z])");

    private EdifactSegments() {}

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
    }

    /** Who is told the segments. */
    interface Listener {
        void segment(Segment segment);
    }

    static void read(Path file, Listener listener) throws IOException {
        String head = head(file);
        Charset charset = charset(head);
        if (charset.equals(StandardCharsets.UTF_8)) {
            Utf8.require(file);
        }
        int added = added(head);
        int number = 0;
        int messages = 0;
        boolean closed = added > 0;
        EDIInputFactory factory = EDIInputFactory.newFactory();
        factory.setProperty(EDIInputFactory.EDI_VALIDATE_CONTROL_STRUCTURE, false);
        try (InputStream in = wrapped(file, added);
                EDIStreamReader edi = factory.createEDIStreamReader(in, charset.name())) {
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
                    Segment segment = new Segment(tag, number - added, Collections.unmodifiableList(elements));
                    messages += tag.equals("UNH") ? 1 : 0;
                    closed |= tag.equals("UNZ");
                    if (messages > 1) {
                        throw new RefusedException(
                                RuleCode.SEVERAL_BILLS, segment.place(), "the interchange holds more than one message");
                    }
                    listener.segment(segment);
                }
            }
        } catch (EDIStreamException e) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "after segment " + Math.max(0, number - added),
                    "this is no EDIFACT interchange: " + e.getMessage());
        }
        if (!closed) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "after segment " + number,
                    "the interchange ends without UNZ: it is cut off");
        }
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
