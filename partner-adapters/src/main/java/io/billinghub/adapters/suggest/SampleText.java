package io.billinghub.adapters.suggest;

import io.billinghub.adapters.format.Utf8;
import io.billinghub.adapters.model.RefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * The beginning of a sample as text.
 *
 * @param encoding as descriptors name it
 * @param certain whether no other encoding comes into question
 */
record SampleText(String text, String encoding, boolean certain) {

    /** So many bytes tell what there is to tell. */
    private static final int MOST_BYTES = 1 << 20;

    /** What most of the world's spreadsheets write that is not UTF-8. */
    private static final String OTHERWISE = "windows-1252";

    static SampleText of(Path file) throws IOException {
        byte[] head;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            head = in.readNBytes(MOST_BYTES);
        }
        try {
            Utf8.require(file);
            String text = new String(head, StandardCharsets.UTF_8);
            return new SampleText(text.startsWith("\uFEFF") ? text.substring(1) : text, "utf-8", true);
        } catch (RefusedException notUtf8) {
            UniversalDetector detector = new UniversalDetector();
            detector.handleData(head);
            detector.dataEnd();
            String found = detector.getDetectedCharset();
            String encoding = found == null || !Charset.isSupported(found) ? OTHERWISE : found.toLowerCase(Locale.ROOT);
            String text = new String(head, Charset.forName(encoding));
            return new SampleText(text.startsWith("\uFEFF") ? text.substring(1) : text, encoding, false);
        }
    }
}
