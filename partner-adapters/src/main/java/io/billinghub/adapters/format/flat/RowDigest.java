package io.billinghub.adapters.format.flat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What rows that are equal in every field have in common. One for each document; not for use by several threads at once. */
public final class RowDigest {

    /** 120 of the 256 bits: two rows of a hundred million meet by chance with a probability of 10^-20. */
    private static final int KEPT_BYTES = 15;

    private final MessageDigest sha256;
    private byte[] bytes = new byte[1 << 10];
    private int length;

    public RowDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest of the fields, each in UTF-8 with a NUL behind it. */
    String of(List<String> fields) {
        length = 0;
        for (String field : fields) {
            add(field);
        }
        sha256.update(bytes, 0, length);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(sha256.digest(), KEPT_BYTES));
    }

    private void add(String field) {
        int size = field.length();
        ensure(size + 1);
        for (int i = 0; i < size; i++) {
            char c = field.charAt(i);
            if (c >= 0x80) {
                addEncoded(field);
                return;
            }
            bytes[length + i] = (byte) c;
        }
        length += size;
        bytes[length++] = 0;
    }

    private void addEncoded(String field) {
        byte[] encoded = field.getBytes(StandardCharsets.UTF_8);
        ensure(encoded.length + 1);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        bytes[length++] = 0;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
