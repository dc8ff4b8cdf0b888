package io.billinghub.adapters.format;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Takes gzip or zip off a document, within limits: an archive that unfolds to more than it may is refused as soon as it
 * does, whatever sizes it claims.
 */
public final class Unpacker {

    /** Below this many bytes out the ratio says nothing yet. */
    private static final long RATIO_COUNTS_FROM = 1 << 20;

    private final long maxBytes;
    private final int maxRatio;

    /**
     * @param maxBytes largest document after unpacking
     * @param maxRatio most bytes out per byte in
     */
    public Unpacker(long maxBytes, int maxRatio) {
        this.maxBytes = maxBytes;
        this.maxRatio = maxRatio;
    }

    /**
     * The file to parse: {@code packed} itself, or {@code target} filled with what was inside.
     *
     * @throws RefusedException if the archive breaks a limit, is damaged, holds more than one file, or another archive
     */
    public Path unpack(Path packed, Path target) throws IOException {
        int kind = kind(packed);
        if (kind == PLAIN) {
            return packed;
        }
        long size = Files.size(packed);
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(packed), 1 << 16)) {
            if (kind == GZIP) {
                try (InputStream in = new GZIPInputStream(raw, 1 << 16)) {
                    copy(in, target, size);
                }
            } else {
                unzip(raw, target, size);
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            // the last one is for names that say they are UTF-8 and are not
            throw new RefusedException(
                    RuleCode.ARCHIVE_REFUSED, "archive", "the archive is damaged: " + e.getMessage());
        }
        if (kind(target) != PLAIN) {
            throw new RefusedException(
                    RuleCode.ARCHIVE_REFUSED, "archive", "there is an archive inside of the archive");
        }
        return target;
    }

    private void unzip(InputStream raw, Path target, long size) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(raw, StandardCharsets.ISO_8859_1)) {
            boolean found = false;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                if (found) {
                    throw new RefusedException(
                            RuleCode.ARCHIVE_REFUSED,
                            "archive",
                            "the zip holds more than one file: one document per zip");
                }
                found = true;
                copy(zip, target, size);
            }
            if (!found) {
                throw new RefusedException(
                        RuleCode.ARCHIVE_REFUSED, "archive", "the zip holds no file that can be read");
            }
        }
    }

    private void copy(InputStream in, Path target, long packedSize) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                if (total > maxBytes) {
                    throw new RefusedException(
                            RuleCode.ARCHIVE_REFUSED,
                            "archive",
                            "unpacked it has more than the " + maxBytes + " bytes allowed");
                }
                if (total > RATIO_COUNTS_FROM && total / Math.max(1, packedSize) >= maxRatio) {
                    throw new RefusedException(
                            RuleCode.ARCHIVE_REFUSED,
                            "archive",
                            "it unfolds to more than " + maxRatio + " times its size (" + packedSize + " bytes)");
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private static final int PLAIN = 0;
    private static final int GZIP = 1;
    private static final int ZIP = 2;

    private static int kind(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            if (head.length >= 2 && head[0] == 0x1F && head[1] == (byte) 0x8B) {
                return GZIP;
            }
            boolean zip = head.length == 4 && head[0] == 'P' && head[1] == 'K' && (head[2] == 3 || head[2] == 5);
            return zip ? ZIP : PLAIN;
        }
    }
}
