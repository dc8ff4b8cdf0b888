package io.billinghub.api.party;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Countries as clients write them: ISO 3166-1 codes of two or three letters, or the English name. */
final class Country {

    private static final Map<String, String> CODES = codes();

    private Country() {}

    /** The alpha-2 code; empty for what is no country. */
    static Optional<String> code(String text) {
        return Optional.ofNullable(CODES.get(text.strip().toUpperCase(Locale.ROOT)));
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        Arrays.stream(Locale.getISOCountries()).forEach(code -> {
            Locale country = new Locale("", code);
            codes.put(code, code);
            codes.put(country.getISO3Country().toUpperCase(Locale.ROOT), code);
            codes.put(country.getDisplayCountry(Locale.ENGLISH).toUpperCase(Locale.ROOT), code);
        });
        codes.put("USA", "US");
        return Collections.unmodifiableMap(codes);
    }
}
