package io.billinghub.adapters.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call says of itself, by the style of the descriptor. */
class SignatureStyleTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_793_500_000L);
    private static final String HEX = "ab".repeat(32);

    private static Optional<SignatureStyle.Claim> claim(String options, Map<String, String> headers) {
        try {
            return SignatureStyle.of(new ObjectMapper().readTree(options)).claim(headers::get, NOW);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t=1793500000,v1=HEX | 1",
                "t=1793500000, v1=HEX, v1=HEX, v0=00 | 2",
                "t=1793499700,v1=HEX | 1",
                "t=1793500300,v1=HEX | 1",
                "t=1793499699,v1=HEX | 0",
                "t=1793500301,v1=HEX | 0",
                "t=,v1=HEX | 0",
                "t=-1,v1=HEX | 0",
                "t=1793500000.5,v1=HEX | 0",
                "v1=HEX | 0",
                "t=1793500000 | 0",
                "t=1793500000,v1=abcd | 0",
                "t=1793500000,v1=not hex | 0",
            })
    void timeAndSignaturesStandInOneHeader(String header, int signatures) {
        Optional<SignatureStyle.Claim> claim = claim("{}", Map.of("Hub-Signature", header.replace("HEX", HEX)));

        assertThat(claim.map(found -> found.signatures().size()).orElse(0)).isEqualTo(signatures);
    }

    @ParameterizedTest
    @CsvSource({"hex,sha256=HEX,1793500000,true", "hex,HEX,1793500000,true", "hex,HEX,,false", "hex,HEX,17935,false"})
    void timeAndSignatureStandInHeadersOfTheirOwn(String style, String signature, String seconds, boolean there) {
        Map<String, String> headers = new java.util.HashMap<>();
        headers.put("X-Sig", signature.replace("HEX", HEX));
        headers.put("X-Time", seconds);

        assertThat(claim(
                        "{\"signature\": \"" + style
                                + "\", \"signatureHeader\": \"X-Sig\", \"timestampHeader\": \"X-Time\"}",
                        headers))
                .matches(claim -> claim.isPresent() == there);
    }

    @Test
    void aSignatureMayBeBase64() {
        String base64 = java.util.Base64.getEncoder().encodeToString(new byte[32]);

        assertThat(claim("{\"signature\": \"base64\"}", Map.of("Hub-Signature", base64, "Hub-Timestamp", "1793500000")))
                .isPresent();
    }

    @Test
    void aHeaderWithoutEndIsNotLookedAt() {
        assertThat(claim("{}", Map.of("Hub-Signature", "t=1793500000" + (",v1=" + HEX).repeat(100))))
                .isEmpty();
    }
}
