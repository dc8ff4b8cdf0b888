package io.billinghub.adapters.as2;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which receipt a message asks for (RFC 4130, 7.3).
 *
 * @param wanted whether there is to be one
 * @param signed whether it is to be signed
 * @param micalg the digest in the words of the sender
 * @param digest the same in Java's
 * @param unmet why what the sender requires can't be, such as {@code unsupported MIC-algorithms}
 */
record ReceiptRequest(boolean wanted, boolean signed, String micalg, String digest, Optional<String> unmet) {

    private static final String PROTOCOL = "signed-receipt-protocol";
    private static final String MICALG = "signed-receipt-micalg";

    /** @param headers the value of a header by its name, or null */
    static ReceiptRequest of(Function<String, String> headers, Algorithms algorithms) {
        boolean wanted = headers.apply("Disposition-Notification-To") != null;
        String options = Optional.ofNullable(headers.apply("Disposition-Notification-Options"))
                .orElse("");
        List<String> protocol = values(options, PROTOCOL);
        List<String> micalgs = values(options, MICALG);
        boolean signed = protocol.contains("pkcs7-signature");
        Optional<String> micalg = micalgs.stream()
                .skip(1)
                .filter(name -> algorithms.digest(name).isPresent())
                .findFirst();
        Optional<String> unmet = Optional.empty();
        if (required(protocol) && !signed) {
            unmet = Optional.of("unsupported format");
        } else if (required(micalgs) && micalg.isEmpty()) {
            unmet = Optional.of("unsupported MIC-algorithms");
        }
        String name = micalg.orElse(Algorithms.DEFAULT_DIGEST);
        return new ReceiptRequest(wanted, signed, name, algorithms.digest(name).orElseThrow(), unmet);
    }

    private static boolean required(List<String> values) {
        return !values.isEmpty() && values.get(0).equals("required");
    }

    /** The importance and what follows it, in small letters; empty where the option is not there. */
    private static List<String> values(String options, String name) {
        for (String option : options.toLowerCase(Locale.ROOT).split(";", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0 && option.substring(0, equals).strip().equals(name)) {
                return Arrays.stream(option.substring(equals + 1).split(",", -1))
                        .map(String::strip)
                        .toList();
            }
        }
        return List.of();
    }
}
