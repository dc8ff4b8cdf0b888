package io.billinghub.adapters.format;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents of text in the encoding that the descriptor names: what does not fit is refused, never replaced. */
public final class Texts {

    private Texts() {}

    /**
     * Opens the text after its byte order mark, if it has one.
     *
     * @throws RefusedException if it begins with the mark of another encoding, or is to be UTF-8 and is not
     */
    public static BufferedReader open(Path file, Charset encoding) throws IOException {
        boolean utf8 = encoding.equals(StandardCharsets.UTF_8);
        boolean utf16 = encoding.name().startsWith("UTF-16");
        requireMark(file, encoding, utf8, utf16);
        if (utf8) {
            Utf8.require(file);
        }
        InputStream in = utf8 ? Utf8.open(file) : Files.newInputStream(file);
        return new BufferedReader(
                new InputStreamReader(
                        in,
                        encoding.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16);
    }

    private static void requireMark(Path file, Charset encoding, boolean utf8, boolean utf16) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(3);
        }
        String mark = null;
        if (starts(head, 0xEF, 0xBB, 0xBF) && !utf8) {
            mark = "UTF-8";
        } else if ((starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF)) && !utf16) {
            mark = "UTF-16";
        } else if (encoding.name().equals("UTF-16") && !starts(head, 0xFF, 0xFE) && !starts(head, 0xFE, 0xFF)) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "byte 0",
                    "the document has no byte order mark; let format.encoding say utf-16le or utf-16be");
        }
        if (mark != null) {
            throw new RefusedException(
                    utf8 ? RuleCode.NOT_UTF8 : RuleCode.MALFORMED_DOCUMENT,
                    "byte 0",
                    "the document begins with the byte order mark of " + mark + ", the descriptor says "
                            + encoding.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static boolean starts(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (head.length <= i || (head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** What reading has failed for: bytes that the encoding does not have, or else what the exception says. */
    public static RefusedException broken(String place, Exception e, Charset encoding) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "after " + place,
                        "there are bytes that the encoding " + encoding + " does not have");
            }
        }
        return new RefusedException(
                RuleCode.MALFORMED_DOCUMENT,
                "after " + place,
                "this can't be read as the descriptor says: " + e.getMessage());
    }
}
