package io.billinghub.core.billrun.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;

/**
 * Draws some of a run's bills for the human eye, those at risk rather than others, each once. The chance of each hangs on the ids of the run
 * and of the bill, so the same bills are drawn whenever and in whatever order they are offered (Efraimidis and Spirakis: the largest
 * u<sup>1/weight</sup>). Holds no more than it draws.
 */
public final class ReviewSample {

    /** Why a bill is drawn rather than others. */
    public enum Risk {
        /** More than five times the average of the run's bills in its currency. */
        LARGE(4),
        /** More than half more, or less, than in the period before. */
        CHANGED(4),
        /** The account had no bill in the period before. */
        FIRST_BILL(4),
        NEGATIVE(8),
        /** A partner that was not on the bill of the period before. */
        NEW_PARTNER(4),
        /** A price that was not on the bill of the period before. */
        NEW_PRICE(2);

        private final int weight;

        Risk(int weight) {
            this.weight = weight;
        }
    }

    /** A bill that may be drawn. */
    public record Candidate(UUID bill, Set<Risk> risks) {

        public Candidate {
            risks = Set.copyOf(risks);
        }

        /** 1 for a bill without any risk. */
        public int weight() {
            return 1 + risks.stream().mapToInt(risk -> risk.weight).sum();
        }
    }

    private record Drawn(Candidate candidate, double key) {}

    private static final Comparator<Drawn> LAST_FIRST = Comparator.comparingDouble(Drawn::key)
            .thenComparing(drawn -> drawn.candidate().bill());

    private final UUID run;
    private final int size;
    private final PriorityQueue<Drawn> drawn = new PriorityQueue<>(LAST_FIRST);

    /** @param size 1 or more */
    public ReviewSample(UUID run, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a sample has a bill at least, not " + size);
        }
        this.run = run;
        this.size = size;
    }

    /** Takes the bill into account. */
    public void offer(Candidate candidate) {
        drawn.add(new Drawn(candidate, key(candidate)));
        if (drawn.size() > size) {
            drawn.remove();
        }
    }

    /** The bills that are drawn of those that were offered, the first ones first. */
    public List<Candidate> bills() {
        List<Drawn> sorted = new ArrayList<>(drawn);
        sorted.sort(LAST_FIRST.reversed());
        return sorted.stream().map(Drawn::candidate).toList();
    }

    /** The logarithm of u to the power of 1 ÷ weight; u is above 0 and below 1. */
    private double key(Candidate candidate) {
        long bits = ByteBuffer.wrap(sha256(run + "/" + candidate.bill())).getLong() >>> 12;
        double u = (bits + 0.5) / (1L << 52);
        return StrictMath.log(u) / candidate.weight();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("each Java has SHA-256", missing);
        }
    }
}
