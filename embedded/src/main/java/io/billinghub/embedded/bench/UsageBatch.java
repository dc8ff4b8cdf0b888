package io.billinghub.embedded.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** Bodies of batches as NDJSON, made before anything is measured. */
final class UsageBatch {
    /** In the period of the benchmark's cycle. */
    private static final Instant BEGIN = Instant.parse("2026-10-01T00:00:00Z");
    /** Less than the seconds of 30 days. */
    private static final int SECONDS = 2_500_000;

    private UsageBatch() {}

    /** The body of the records whose numbers are {@code from} to before {@code to}. */
    static byte[] body(long from, long to, UsageSize size, long all) {
        StringBuilder text = new StringBuilder((int) (to - from) * 180);
        for (long number = from; number < to; number++) {
            // spread over accounts and products in no order, as calls of many customers are
            long spread = (number * 2_654_435_761L) & 0x7fff_ffff_ffffL;
            text.append("{\"source\":\"mediation-1\",\"id\":\"").append(id(number, size.randomIds()));
            text.append("\",\"account\":\"").append(String.format("A-%07d", 1 + (spread >> 8) % UsageSize.ACCOUNTS));
            text.append("\",\"product\":\"meter-").append(spread % UsageSize.METERS);
            text.append("\",\"at\":\"").append(BEGIN.plusSeconds((long) ((double) number / all * SECONDS)));
            text.append("\",\"quantity\":\"")
                    .append(1 + spread % 1_000)
                    .append('.')
                    .append(number % 10);
            text.append("\",\"unit\":\"unit\"}\n");
        }
        byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
        return size.packed() ? packed(plain) : plain;
    }

    private static String padded(String prefix, long number, int digits) {
        String text = Long.toString(number);
        return prefix + "0".repeat(digits - text.length()) + text;
    }

    /** As the set-based seed makes them too: {@code bench/usage-stored.sql}. */
    private static String id(long number, boolean random) {
        if (!random) {
            return padded("cdr-", number, 12);
        }
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
            StringBuilder id = new StringBuilder(32);
            for (byte part : digest) {
                id.append(Character.forDigit(part >> 4 & 15, 16)).append(Character.forDigit(part & 15, 16));
            }
            return id.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has MD5", e);
        }
    }

    private static byte[] packed(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 6);
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
