package io.billinghub.core.notification.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final UUID LISTENER = UUID.fromString("0193a000-0000-7000-8000-000000000001");

    @Test
    void itIsWhatOpensslComputes() {
        // printf '1793253600.{"specversion":"1.0"}' | openssl dgst -sha256 -hmac 'whsec_test'
        assertThat(Signature.of("whsec_test", 1_793_253_600L, "{\"specversion\":\"1.0\"}"))
                .isEqualTo("v1=97eb5ad3906cd9e199922d921ca197580ae03792cc9ad81fc50299e173659286");
    }

    @Test
    void theTimestampAndEachCharacterOfTheBodyCount() {
        String signature = Signature.of("whsec_test", 1, "{}");
        assertThat(Signature.of("whsec_test", 2, "{}")).isNotEqualTo(signature);
        assertThat(Signature.of("whsec_test", 1, "{} ")).isNotEqualTo(signature);
        assertThat(Signature.of("whsec_tesT", 1, "{}")).isNotEqualTo(signature);
    }

    @Test
    void aSecretIsDerivedFromTheKeyTheListenerAndTheGeneration() {
        SigningKey key = new SigningKey("0123456789abcdef0123456789abcdef");
        // printf 'listener/0193a000-0000-7000-8000-000000000001/1' | openssl dgst -sha256 -binary
        //   -hmac 0123456789abcdef0123456789abcdef | base64 | tr '+/' '-_' | tr -d '='
        assertThat(key.secretOf(LISTENER, 1)).isEqualTo("whsec_T-MuxGJa5_0adJsfs4HRjxMb1ugvEjG2LEEfSImq0A8");
        assertThat(key.secretOf(LISTENER, 2)).isNotEqualTo(key.secretOf(LISTENER, 1));
        assertThat(key.secretOf(UUID.fromString("0193a000-0000-7000-8000-000000000002"), 1))
                .isNotEqualTo(key.secretOf(LISTENER, 1));
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> new SigningKey("secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 characters")
                .hasMessageNotContaining("secret\"");
    }
}
