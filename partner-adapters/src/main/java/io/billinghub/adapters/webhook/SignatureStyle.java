package io.billinghub.adapters.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a call's time and signatures stand, by the descriptor's {@code transport}. Pure.
 *
 * @param style {@code t-v1}, {@code hex} or {@code base64}
 * @param tolerance how far a call's time may be off the hub's, either way
 */
record SignatureStyle(String style, String signatureHeader, String timestampHeader, Duration tolerance) {

    private static final int MOST_SIGNATURES = 10;
    private static final int LONGEST_HEADER = 4096;
    private static final int BYTES = 32;

    /**
     * What a call says of itself.
     *
     * @param seconds since 1970, as the call writes them: that is what is signed
     * @param signatures of HMAC-SHA256, 32 bytes each
     */
    record Claim(String seconds, List<byte[]> signatures) {
        Claim {
            signatures = List.copyOf(signatures);
        }
    }

    static SignatureStyle of(JsonNode options) {
        return new SignatureStyle(
                options.path("signature").asText("t-v1"),
                options.path("signatureHeader").asText("Hub-Signature"),
                options.path("timestampHeader").asText("Hub-Timestamp"),
                Duration.parse(options.path("tolerance").asText("PT5M")));
    }

    /**
     * The claim of a call; empty where it has none in this style, or is of another time.
     *
     * @param headers the value of a header by its name, or null
     */
    Optional<Claim> claim(Function<String, String> headers, Instant now) {
        String signature = headers.apply(signatureHeader);
        if (signature == null || signature.length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        String seconds = null;
        List<byte[]> signatures = new ArrayList<>();
        if (style.equals("t-v1")) {
            for (String part : signature.split(",", -1)) {
                String entry = part.strip();
                if (entry.startsWith("t=")) {
                    seconds = entry.substring(2);
                } else if (entry.startsWith("v1=")) {
                    decoded(entry.substring(3)).ifPresent(signatures::add);
                }
            }
        } else {
            seconds = headers.apply(timestampHeader);
            decoded(signature.strip().replaceFirst("^sha256=", "")).ifPresent(signatures::add);
        }
        boolean whole = seconds != null && !signatures.isEmpty() && signatures.size() <= MOST_SIGNATURES;
        return whole && timely(seconds, now) ? Optional.of(new Claim(seconds, signatures)) : Optional.empty();
    }

    private Optional<byte[]> decoded(String text) {
        try {
            byte[] bytes = style.equals("base64")
                    ? Base64.getDecoder().decode(text)
                    : HexFormat.of().parseHex(text);
            return Optional.of(bytes).filter(found -> found.length == BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean timely(String seconds, Instant now) {
        return seconds.matches("\\d{1,11}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now)
                                .abs()
                                .compareTo(tolerance)
                        <= 0;
    }
}
