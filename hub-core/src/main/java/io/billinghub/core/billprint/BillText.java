package io.billinghub.core.billprint;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The words of a bill in one language. A language without words of its own is shown in English; the JDK's resource bundles
 * are not used, because they would fall back to the language of the machine.
 */
final class BillText {
    private static final Map<String, BillText> LANGUAGES = Map.of("en", load("en"), "fi", load("fi"));

    private final Map<String, String> words;

    private BillText(Map<String, String> words) {
        this.words = Map.copyOf(words);
    }

    /** @param language a BCP 47 tag; its region does not matter */
    static BillText of(String language) {
        String primary = language.split("[-_]", 2)[0];
        return LANGUAGES.getOrDefault(primary, LANGUAGES.get("en"));
    }

    /** All words, for the template. */
    Map<String, String> words() {
        return words;
    }

    /** The words for a key, with {@code {0}}, {@code {1}} … replaced by the arguments. */
    String say(String key, String... arguments) {
        String text = words.get(key);
        if (text == null) {
            throw new IllegalArgumentException("the bill's texts have no key " + key);
        }
        for (int i = 0; i < arguments.length; i++) {
            text = text.replace("{" + i + "}", arguments[i]);
        }
        return text;
    }

    String sayOr(String key, String otherwise) {
        return words.getOrDefault(key, otherwise);
    }

    private static BillText load(String language) {
        String name = "bill_" + language + ".properties";
        Properties properties = new Properties();
        try (InputStream in = BillText.class.getResourceAsStream(name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the bill's texts " + name + " can't be read", e);
        }
        Map<String, String> words = new HashMap<>();
        properties.forEach((key, value) -> words.put((String) key, (String) value));
        return new BillText(words);
    }
}
