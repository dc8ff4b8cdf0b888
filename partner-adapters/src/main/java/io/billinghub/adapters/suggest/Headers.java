package io.billinghub.adapters.suggest;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** How like a column's name is to what partners call a field; the names stand in {@code suggest/headers.properties}. */
final class Headers {

    /** Below this two words are only two words with letters in common. */
    private static final double ALIKE = 0.9;

    private static final Map<CanonicalField, List<String>> NAMES = names();
    private static final JaroWinklerSimilarity LETTERS = new JaroWinklerSimilarity();

    private Headers() {}

    /** From 0, nothing in common, to 100, the very name. */
    static int likeness(String header, CanonicalField field) {
        String plain = plain(header);
        int best = 0;
        for (String name : NAMES.get(field)) {
            best = Math.max(best, likeness(plain, name));
        }
        return best;
    }

    private static int likeness(String header, String name) {
        if (header.equals(name) || header.replace(" ", "").equals(name.replace(" ", ""))) {
            return 100;
        }
        Set<String> mine = words(header);
        Set<String> theirs = words(name);
        Set<String> both = new HashSet<>(mine);
        both.retainAll(theirs);
        int shared = both.isEmpty() ? 0 : 100 * both.size() / (mine.size() + theirs.size() - both.size());
        if (mine.containsAll(theirs)) {
            // all of the name, and more: "net amount eur" is a net amount; "product" in "product valid from" counts
            // less
            shared = Math.max(shared, 60 + 30 * theirs.size() / mine.size());
        }
        double letters = LETTERS.apply(header, name);
        int spelled = letters >= ALIKE ? (int) (letters * 90) : 0;
        return Math.max(Math.min(shared, 95), spelled);
    }

    /** Lower case without accents; camel case and punctuation become blanks, a per cent sign a word. */
    static String plain(String header) {
        String spaced = header.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").replace("%", " percent ");
        String letters = Normalizer.normalize(spaced, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return letters.toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }

    private static Set<String> words(String plain) {
        return Set.copyOf(Arrays.asList(plain.split(" ", -1)));
    }

    private static Map<CanonicalField, List<String>> names() {
        Properties texts = new Properties();
        try (InputStream in = Headers.class.getResourceAsStream("/suggest/headers.properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<CanonicalField, List<String>> names = new EnumMap<>(CanonicalField.class);
        for (CanonicalField field : CanonicalField.values()) {
            List<String> known = new ArrayList<>();
            for (String name : texts.getProperty(field.key(), "").split(",", -1)) {
                if (!name.isBlank()) {
                    known.add(plain(name));
                }
            }
            names.put(field, List.copyOf(known));
        }
        return names;
    }
}
