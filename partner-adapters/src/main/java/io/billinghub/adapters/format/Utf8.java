package io.billinghub.adapters.format;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Strict UTF-8: a byte that doesn't belong is refused with its offset and row, never replaced. */
public final class Utf8 {

    private Utf8() {}

    /** Opens the file after its byte order mark, if it has one. */
    public static InputStream open(Path file) throws IOException {
        PushbackInputStream in =
                new PushbackInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), 3);
        byte[] head = in.readNBytes(3);
        boolean mark = head.length == 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF;
        if (!mark) {
            in.unread(head);
        }
        return in;
    }

    /**
     * Reads the whole file once.
     *
     * @throws RefusedException with the byte offset (from 0) and row (from 1) of the first byte that is not UTF-8
     */
    public static void require(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            require(in);
        }
    }

    /** The same for what is no file; the stream is read to its end and left open. */
    public static void require(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long offset = 0;
        long row = 1;
        int needed = 0;
        int low = 0x80;
        int high = 0xBF;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++, offset++) {
                int b = buffer[i] & 0xFF;
                if (needed > 0) {
                    if (b < low || b > high) {
                        throw refused(b, offset, row);
                    }
                    needed--;
                    low = 0x80;
                    high = 0xBF;
                } else if (b >= 0x80) {
                    needed = following(b);
                    if (needed < 0) {
                        throw refused(b, offset, row);
                    }
                    // overlong forms, surrogates and values beyond U+10FFFF (RFC 3629)
                    low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
                    high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
                } else if (b == '\n') {
                    row++;
                }
            }
        }
        if (needed > 0) {
            throw new RefusedException(
                    RuleCode.NOT_UTF8,
                    "byte " + offset,
                    "the document ends inside of a UTF-8 character, in row " + row);
        }
    }

    private static int following(int b) {
        if (b >= 0xC2 && b <= 0xDF) {
            return 1;
        }
        if (b >= 0xE0 && b <= 0xEF) {
            return 2;
        }
        return b >= 0xF0 && b <= 0xF4 ? 3 : -1;
    }

    private static RefusedException refused(int b, long offset, long row) {
        return new RefusedException(
                RuleCode.NOT_UTF8,
                "byte " + offset + ", row " + row,
                String.format("byte 0x%02X at offset %d (row %d) is not UTF-8", b, offset, row));
    }
}
