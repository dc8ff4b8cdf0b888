package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Chance out of a seed. Each purpose has its own row of numbers, so that one more class of errors does not change what all others
 * are given.
 */
final class Dice {
    private final Random random;

    /** @param purpose what is thrown for, such as {@code quantities of P03} */
    Dice(long seed, String purpose) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            byte[] hash = digest.digest(purpose.getBytes(StandardCharsets.UTF_8));
            this.random = new Random(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** From {@code from} to {@code to}, both included. */
    int between(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    /** An amount of two decimals, both ends included. */
    BigDecimal cents(int from, int to) {
        return BigDecimal.valueOf(between(from, to), 2);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** So many different ones, in their order. */
    <T> List<T> some(List<T> choices, int count) {
        List<T> left = new ArrayList<>(choices);
        while (left.size() > count) {
            left.remove(random.nextInt(left.size()));
        }
        return left;
    }

    /** About the base: most months within a fifth, with two decimals at most. */
    BigDecimal about(BigDecimal base, int decimals) {
        double factor = Math.exp(0.1 * random.nextGaussian());
        BigDecimal parts = BigDecimal.valueOf(Math.round(factor * 10_000), 4);
        return base.multiply(parts).setScale(decimals, RoundingMode.HALF_UP);
    }
}
