package io.billinghub.adapters.mapping;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Units that are written with the size of a block, as clouds do: of "100 Hours", 2.5 are 250 Hours; of "10K", 0.0004 are
 * 4 units. The number stands first: plain, with groups of three, or with K, M or B (thousand, million, 10^9) right behind
 * it; "per" or a slash between is left out. "1/Month" is a Month, "GB/Month" stays as it is. What begins with a number but
 * has another letter right behind it is a name, such as "2xlarge hours". Pure.
 */
public final class Units {

    private static final Pattern BLOCK = Pattern.compile(
            "(?:[pP]er\\s+)?(\\d{1,12}(?:[,'](?:\\d{3}))*(?:\\.\\d{1,12})?)\\s?([KMBkmb](?![A-Za-z0-9]))?"
                    + "(?:\\s*/\\s*|\\s+)?(.*)");
    private static final int LONGEST = 200;
    private static final Map<String, BigDecimal> WORDS = Map.of(
            "hundred", new BigDecimal("100"),
            "thousand", new BigDecimal("1000"),
            "million", new BigDecimal("1000000"),
            "billion", new BigDecimal("1000000000"));

    /** Bills have few units and many lines. */
    private static final int MOST_KEPT = 1000;

    private final Map<String, Block> kept = new HashMap<>();

    /** Remembers what it has read. Not for use by several threads at once. */
    public Units() {}

    /**
     * What a quantity of such units is counted in.
     *
     * @param size how many of the unit are in one block; positive
     * @param unit the unit alone; "unit" where the text has only a number
     */
    public record Block(BigDecimal size, String unit) {

        /** The quantity in the unit alone. */
        public BigDecimal times(BigDecimal blocks) {
            return size.compareTo(BigDecimal.ONE) == 0 ? blocks : blocks.multiply(size);
        }
    }

    /** The block that the text means; of size 1 where it begins with no number. */
    public Block of(String text) {
        Block known = kept.get(text);
        if (known == null) {
            known = read(text);
            if (kept.size() < MOST_KEPT) {
                kept.put(text, known);
            }
        }
        return known;
    }

    private static Block read(String text) {
        String trimmed = text.strip().replaceAll("\\s+", " ");
        Matcher block = BLOCK.matcher(trimmed);
        if (trimmed.length() > LONGEST || !block.matches() || gluedName(block)) {
            return new Block(BigDecimal.ONE, trimmed);
        }
        BigDecimal size = new BigDecimal(block.group(1).replaceAll("[,']", "")).multiply(multiple(block.group(2)));
        String unit = block.group(3).strip();
        String first = unit.split("[ /]", 2)[0].toLowerCase(Locale.ROOT);
        if (WORDS.containsKey(first)) {
            size = size.multiply(WORDS.get(first));
            unit = unit.substring(first.length()).replaceFirst("^\\s*/?\\s*", "");
        }
        if (size.signum() == 0) {
            return new Block(BigDecimal.ONE, trimmed);
        }
        if (unit.matches("\\d.*") && size.compareTo(BigDecimal.ONE) == 0) {
            return read(unit); // "1 1 Hour", "1 10K"
        }
        return new Block(size.stripTrailingZeros(), unit.isEmpty() ? "unit" : unit);
    }

    /** "2xlarge": the letters behind the number belong to it; "100GB" is a number and a unit of measure. */
    private static boolean gluedName(Matcher block) {
        String unit = block.group(3);
        boolean glued = block.group(2) == null && !unit.isEmpty() && block.start(3) == block.end(1);
        return glued && !unit.matches("(?:[kKMGTPE]i?)?[bB](?:yte|it)?s?\\b.*|[hH](?:ou)?rs?\\b.*|%.*");
    }

    private static BigDecimal multiple(String letter) {
        if (letter == null) {
            return BigDecimal.ONE;
        }
        return switch (letter.toUpperCase(Locale.ROOT)) {
            case "K" -> WORDS.get("thousand");
            case "M" -> WORDS.get("million");
            default -> WORDS.get("billion");
        };
    }
}
