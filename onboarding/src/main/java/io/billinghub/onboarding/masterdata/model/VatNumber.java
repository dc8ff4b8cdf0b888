package io.billinghub.onboarding.masterdata.model;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The shape of VAT numbers. Source: European Commission, VIES, "VAT identification number structure"; for Norway and
 * Switzerland their tax authorities. Whether a number is really given out only VIES can tell.
 */
final class VatNumber {
    private static final Map<String, Pattern> SHAPES = Map.ofEntries(
            shape("AT", "U[0-9]{8}"),
            shape("BE", "[01][0-9]{9}"),
            shape("BG", "[0-9]{9,10}"),
            shape("CH", "E[0-9]{9}(MWST|TVA|IVA)?"),
            shape("CY", "[0-9]{8}[A-Z]"),
            shape("CZ", "[0-9]{8,10}"),
            shape("DE", "[0-9]{9}"),
            shape("DK", "[0-9]{8}"),
            shape("EE", "[0-9]{9}"),
            shape("EL", "[0-9]{9}"),
            shape("ES", "[A-Z0-9][0-9]{7}[A-Z0-9]"),
            shape("FI", "[0-9]{8}"),
            shape("FR", "[A-HJ-NP-Z0-9]{2}[0-9]{9}"),
            shape("GB", "([0-9]{9}|[0-9]{12}|GD[0-9]{3}|HA[0-9]{3})"),
            shape("HR", "[0-9]{11}"),
            shape("HU", "[0-9]{8}"),
            shape("IE", "([0-9]{7}[A-W][A-I]?|[0-9][A-Z+*][0-9]{5}[A-W])"),
            shape("IT", "[0-9]{11}"),
            shape("LT", "([0-9]{9}|[0-9]{12})"),
            shape("LU", "[0-9]{8}"),
            shape("LV", "[0-9]{11}"),
            shape("MT", "[0-9]{8}"),
            shape("NL", "[A-Z0-9+*]{12}"),
            shape("NO", "[0-9]{9}(MVA)?"),
            shape("PL", "[0-9]{10}"),
            shape("PT", "[0-9]{9}"),
            shape("RO", "[0-9]{2,10}"),
            shape("SE", "[0-9]{10}01"),
            shape("SI", "[0-9]{8}"),
            shape("SK", "[0-9]{10}"));
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Z0-9]{4,20}");

    private VatNumber() {}

    /** Whether it begins with its country's prefix (EL for Greece) and has that country's shape. */
    static boolean isValid(String country, String number) {
        String prefix = country.equals("GR") ? "EL" : country;
        Pattern shape = SHAPES.get(prefix);
        if (shape == null) {
            return ELSEWHERE.matcher(number).matches();
        }
        return number.startsWith(prefix)
                && shape.matcher(number.substring(prefix.length())).matches();
    }

    private static Map.Entry<String, Pattern> shape(String prefix, String rest) {
        return Map.entry(prefix, Pattern.compile(rest));
    }
}
