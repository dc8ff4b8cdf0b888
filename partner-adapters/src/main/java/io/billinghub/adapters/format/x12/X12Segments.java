package io.billinghub.adapters.format.x12;

import io.billinghub.adapters.format.Utf8;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Streams X12 segment by segment. The separators are those that ISA names by its fixed places, or in a transaction set without
 * interchange those that its ST shows. Counts and control numbers of SE, GE and IEA are held against the document.
 */
final class X12Segments {

    private static final int ISA_LENGTH = 106;
    private static final int LONGEST_SEGMENT = 10_000;
    private static final Pattern BARE =
            Pattern.compile("ST([^A-Za-z0-9 ])810\\1([A-Za-z0-9]{4,9})(\\1[^\\r\\n]*?)?([^A-Za-z0-9 ])");

    /** One segment: its tag, its number in the document from 1, its elements. */
    record Segment(String tag, int number, List<String> elements) {

        /** The element, from 1 as the directories count; null where it is empty. */
        String at(int element) {
            String value =
                    element > elements.size() ? "" : elements.get(element - 1).strip();
            return value.isEmpty() ? null : value;
        }

        String place() {
            return "segment " + number + " (" + tag + ")";
        }
    }

    /** Who is told the segments of the transaction set. */
    interface Listener {
        void segment(Segment segment);
    }

    private final Listener listener;
    private final char element;
    private final char terminator;
    private Segment interchange;
    private Segment group;
    private Segment set;
    private boolean ended;
    private boolean closed;
    private int groups;
    private int sets;
    private int number;

    private X12Segments(Listener listener, char element, char terminator) {
        this.listener = listener;
        this.element = element;
        this.terminator = terminator;
    }

    static void read(Path file, Listener listener) throws IOException {
        Charset charset = charset(file);
        String head;
        try (Reader in = new InputStreamReader(Utf8.open(file), charset)) {
            char[] begin = new char[ISA_LENGTH + 20];
            int length = in.read(begin);
            head = new String(begin, 0, Math.max(0, length)).stripLeading();
        }
        X12Segments segments = of(head, listener);
        try (Reader in = new BufferedReader(new InputStreamReader(Utf8.open(file), charset), 1 << 16)) {
            segments.read(in);
        }
        segments.requireClosed();
    }

    private static X12Segments of(String head, Listener listener) {
        if (head.startsWith("ISA") && head.length() >= ISA_LENGTH) {
            char element = head.charAt(3);
            char terminator = head.charAt(ISA_LENGTH - 1);
            if (Character.isLetterOrDigit(element) || Character.isLetterOrDigit(terminator) || element == terminator) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "segment 1 (ISA)",
                        "ISA has not its fixed length of 106 characters: its separators can't be read");
            }
            return new X12Segments(listener, element, terminator);
        }
        Matcher bare = BARE.matcher(head);
        if (bare.lookingAt()) {
            return new X12Segments(
                    listener, bare.group(1).charAt(0), bare.group(4).charAt(0));
        }
        throw new RefusedException(
                RuleCode.MALFORMED_DOCUMENT,
                "segment 1",
                "an X12 invoice begins with ISA, of 106 characters, or with ST and 810, not with \""
                        + Values.shortened(head.substring(0, Math.min(20, head.length()))) + "\"");
    }

    /** X12 is ASCII or UTF-8; what is neither is taken as ISO 8859-1. */
    private static Charset charset(Path file) throws IOException {
        try {
            Utf8.require(file);
            return StandardCharsets.UTF_8;
        } catch (RefusedException notUtf8) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    private void read(Reader in) throws IOException {
        StringBuilder segment = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == terminator) {
                if (!segment.toString().isBlank()) {
                    number++;
                    take(segment.toString().strip());
                }
                segment.setLength(0);
            } else {
                segment.append((char) c);
                if (segment.length() > LONGEST_SEGMENT) {
                    throw new RefusedException(
                            RuleCode.MALFORMED_DOCUMENT,
                            "after segment " + number,
                            "a segment has more than " + LONGEST_SEGMENT + " characters");
                }
            }
        }
        if (!segment.toString().isBlank()) {
            throw cutOff("ends inside of a segment");
        }
    }

    private void take(String text) {
        String[] parts = text.split(Pattern.quote(String.valueOf(element)), -1);
        Segment segment = new Segment(parts[0], number, List.of(parts).subList(1, parts.length));
        if (closed && (interchange == null || !segment.tag().equals("ISA"))) {
            throw refused(segment, "there is a segment behind the end of the document");
        }
        switch (segment.tag()) {
            case "ISA":
                requireFirst(segment, interchange);
                interchange = segment;
                break;
            case "GS":
                group = segment;
                groups++;
                break;
            case "ST":
                begin(segment);
                break;
            case "SE":
                requireOpen(segment, set, "ST");
                requireCount(segment, segment.number() - set.number() + 1, "segments");
                requireSame(segment, set, 2);
                ended = true;
                closed = interchange == null;
                break;
            case "GE":
                requireOpen(segment, group, "GS");
                requireEnded(segment);
                requireCount(segment, sets, "transaction sets");
                requireSame(segment, group, 6);
                break;
            case "IEA":
                requireOpen(segment, interchange, "ISA");
                requireEnded(segment);
                requireCount(segment, groups, "groups");
                requireSame(segment, interchange, 13);
                closed = true;
                break;
            default:
                requireOpen(segment, set, "ST");
                listener.segment(segment);
                break;
        }
    }

    private void begin(Segment segment) {
        requireFirst(segment, set);
        if (!"810".equals(segment.at(1))) {
            throw refused(segment, "the transaction set is " + Values.shortened(segment.at(1)) + ", not 810");
        }
        set = segment;
        sets++;
    }

    private static void requireFirst(Segment segment, Segment earlier) {
        if (earlier != null) {
            throw new RefusedException(
                    RuleCode.SEVERAL_BILLS,
                    segment.place(),
                    "the document holds more than one " + (segment.tag().equals("ST") ? "invoice" : "interchange"));
        }
    }

    private static void requireOpen(Segment segment, Segment opening, String tag) {
        if (opening == null) {
            throw refused(segment, "it stands outside of its " + tag);
        }
    }

    private void requireEnded(Segment end) {
        if (set != null && !ended) {
            throw refused(end, "the transaction set has no SE: it is cut off");
        }
    }

    private static void requireCount(Segment end, int count, String what) {
        String given = end.at(1) == null ? "" : end.at(1).replaceFirst("^0+(?=\\d)", "");
        if (!given.equals(String.valueOf(count))) {
            throw refused(
                    end, end.tag() + " says " + Values.shortened(end.at(1)) + " " + what + ", there are " + count);
        }
    }

    private static void requireSame(Segment end, Segment opening, int element) {
        if (!Objects.equals(end.at(2), opening.at(element))) {
            throw refused(
                    end,
                    end.tag() + " has the control number " + Values.shortened(end.at(2)) + ", " + opening.tag() + " "
                            + Values.shortened(opening.at(element)));
        }
    }

    private void requireClosed() {
        if (!closed) {
            throw cutOff("ends without " + (interchange == null ? "SE" : "IEA"));
        }
        if (set == null) {
            throw new RefusedException(
                    RuleCode.EMPTY_DOCUMENT, "after segment " + number, "the interchange holds no invoice");
        }
    }

    private RefusedException cutOff(String detail) {
        return new RefusedException(
                RuleCode.MALFORMED_DOCUMENT, "after segment " + number, "the document " + detail + ": it is cut off");
    }

    private static RefusedException refused(Segment segment, String detail) {
        return new RefusedException(RuleCode.MALFORMED_DOCUMENT, segment.place(), detail);
    }
}
