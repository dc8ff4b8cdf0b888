package io.billinghub.adapters.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the parts of a multipart body (RFC 2046, 5.1.1). The end of line before a boundary belongs to the boundary, so a part is, byte
 * for byte, what was signed.
 */
final class MultipartBody {

    private static final int PADDING = 80;

    private final FileRange body;
    private final byte[] delimiter;
    private final int most;
    private final List<FileRange> found = new ArrayList<>();

    private final byte[] line;
    private int kept;
    private long partFrom = -1;
    private boolean closed;

    private MultipartBody(FileRange body, String boundary, int most) {
        this.body = body;
        this.delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.most = most;
        this.line = new byte[delimiter.length + PADDING];
    }

    static List<MimeEntity> parts(FileRange body, String boundary, int most) throws IOException {
        MultipartBody multipart = new MultipartBody(body, boundary, most);
        multipart.scan();
        List<MimeEntity> parts = new ArrayList<>();
        for (FileRange part : multipart.found) {
            parts.add(MimeEntity.of(part));
        }
        return parts;
    }

    private void scan() throws IOException {
        long at = body.from();
        long endOfLastLine = body.from();
        long endOfLine;
        int before = -1;
        try (InputStream in = body.open()) {
            for (int read = in.read(); read >= 0 && !closed; read = in.read()) {
                at++;
                if (read == '\n') {
                    endOfLine = at - (before == '\r' ? 2 : 1);
                    lineEnds(at, endOfLastLine);
                    endOfLastLine = endOfLine;
                } else if (kept < line.length) {
                    line[kept++] = (byte) read;
                }
                before = read;
            }
        }
        if (!closed) {
            lineEnds(at, endOfLastLine);
        }
        if (!closed) {
            throw new MimeFlaw("the last boundary is missing: the body is not whole");
        }
    }

    /** @param endOfLastLine where the line before ended, without its end of line */
    private void lineEnds(long nextFrom, long endOfLastLine) {
        if (isDelimiter()) {
            String behind = new String(line, delimiter.length, kept - delimiter.length, StandardCharsets.ISO_8859_1);
            boolean last = behind.startsWith("--");
            if (last || behind.isBlank()) {
                if (partFrom >= 0) {
                    found.add(new FileRange(body.file(), partFrom, Math.max(partFrom, endOfLastLine)));
                }
                if (found.size() > most) {
                    throw new MimeFlaw("there are more than " + most + " parts");
                }
                partFrom = nextFrom;
                closed = last;
            }
        }
        kept = 0;
    }

    private boolean isDelimiter() {
        return kept >= delimiter.length && Arrays.equals(line, 0, delimiter.length, delimiter, 0, delimiter.length);
    }
}
