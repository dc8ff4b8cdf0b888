package io.billinghub.adapters.format.facturx;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Counts, before a PDF reader sees the file, what its streams unfold to: a reader unpacks the tables of objects whole. A stream
 * that unfolds too far, or is packed twice, refuses the PDF.
 */
final class PdfBombs {

    /** What all streams of one PDF may unfold to. */
    private static final long MOST_BYTES = 256L << 20;

    /** What one stream may unfold to per byte, beyond the first MiB. */
    private static final int RATIO = 200;

    private static final long RATIO_COUNTS_FROM = 1 << 20;
    private static final Pattern STREAM = Pattern.compile("(?<!end)stream\r?\n");
    private static final Pattern TWICE = Pattern.compile(
            "/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\\s*/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\\b");

    private PdfBombs() {}

    static void require(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.regionMatches(0, "%PDF-", 0, 5)) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT, "document", "the document is no PDF: it does not begin with %PDF-");
        }
        if (TWICE.matcher(text).find()) {
            throw refused("document", "a stream of the PDF is packed twice");
        }
        long total = 0;
        Matcher streams = STREAM.matcher(text);
        while (streams.find()) {
            int begin = streams.end();
            total += unfolded(bytes, begin);
            if (total > MOST_BYTES) {
                throw refused("byte " + begin, "the streams of the PDF unfold to more than " + MOST_BYTES + " bytes");
            }
        }
    }

    /** How many bytes the stream unfolds to; 0 where it is not packed by deflate. */
    private static long unfolded(byte[] bytes, int begin) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, begin, bytes.length - begin);
            byte[] buffer = new byte[1 << 16];
            while (!inflater.finished() && !inflater.needsInput() && !inflater.needsDictionary()) {
                inflater.inflate(buffer);
                long out = inflater.getBytesWritten();
                if (out > RATIO_COUNTS_FROM && out / Math.max(1, inflater.getBytesRead()) >= RATIO) {
                    throw refused(
                            "byte " + begin, "a stream of the PDF unfolds to more than " + RATIO + " times its size");
                }
                if (out > MOST_BYTES) {
                    return out;
                }
            }
            return inflater.getBytesWritten();
        } catch (DataFormatException e) {
            return inflater.getBytesWritten();
        } finally {
            inflater.end();
        }
    }

    private static RefusedException refused(String place, String detail) {
        return new RefusedException(RuleCode.ARCHIVE_REFUSED, place, detail);
    }
}
