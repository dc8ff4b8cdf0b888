package io.billinghub.adapters.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What a bill without a number is called after. */
public final class FileStem {

    private FileStem() {}

    private static final int LETTERS = 12;

    /**
     * The number, or where there is none, the file's name without its folders and endings. Where there is none, a word that only these bytes have, of letters alone: it is no
     * number in a row of others.
     *
     * @param number as the document states it, or null
     * @param fileName as the sender calls it, or null
     * @param file the document
     */
    public static String orNumber(String number, String fileName, Path file) throws IOException {
        if (number != null && !number.isBlank()) {
            return number;
        }
        return fileName == null || fileName.isBlank() ? "unnamed-" + letters(file) : of(fileName);
    }

    private static String letters(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        StringBuilder letters = new StringBuilder();
        for (byte each : Arrays.copyOf(digest.digest(), LETTERS)) {
            letters.append((char) ('a' + (each & 0xF)));
        }
        return letters.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The file's name without its folders and endings; "document" where there is none. */
    public static String of(String fileName) {
        if (fileName == null || fileName.isBlank()) {
            return "document";
        }
        String name = fileName.substring(fileName.lastIndexOf('/') + 1);
        String stem = name.replaceFirst("(?i)(\\.[a-z]{2,6})?(\\.(gz|zip))?$", "");
        return stem.isBlank() ? name : stem;
    }
}
