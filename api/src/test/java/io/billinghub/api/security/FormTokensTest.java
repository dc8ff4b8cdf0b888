package io.billinghub.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Base64;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a form of a page that was shown to the same login in the same session is taken. */
class FormTokensTest {

    private final FormTokens tokens = new FormTokens(new byte[] {1, 2, 3});
    private final SecurityIdentity manager = login("manager", "session-1");

    private static SecurityIdentity login(String subject, String session) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setClaim("sid", session);
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new OidcJwtCallerPrincipal(claims, null, "name"))
                .build();
    }

    @Test
    void itsOwnSessionsTokensFitAndEachPageHasAnother() {
        String first = tokens.of(manager);
        assertThat(first).isNotEqualTo(tokens.of(manager));
        assertThat(tokens.fits(first, login("manager", "session-1"))).isTrue();
    }

    @Test
    void anotherSessionsLoginsOrHubsTokensDoNot() {
        String token = tokens.of(manager);
        assertThat(tokens.fits(token, login("manager", "session-2"))).isFalse();
        assertThat(tokens.fits(token, login("operative", "session-1"))).isFalse();
        assertThat(new FormTokens(new byte[] {1, 2, 4}).fits(token, manager)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "no base64!", "AAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoTokenDoesNot(String text) {
        assertThat(tokens.fits(text, manager)).isFalse();
        assertThat(tokens.fits(null, manager)).isFalse();
    }

    @Test
    void aTokenThatWasChangedDoesNot() {
        byte[] bytes = Base64.getUrlDecoder().decode(tokens.of(manager));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(tokens.fits(Base64.getUrlEncoder().withoutPadding().encodeToString(changed), manager))
                    .as("byte %d", i)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Origin,                Sec-Fetch-Site, of a page of http://hub.test:8080
        "http://hub.test:8080,    same-origin,    true",
        "http://hub.test:8080,    ,               true",
        "http://hub.test:8080,    same-site,      false",
        "http://hub.test:8080,    cross-site,     false",
        "http://hub.test:8081,    same-origin,    false",
        "https://hub.test:8080,   ,               false",
        "http://hub.test:80801,   ,               false",
        "null,                    ,               false",
        ",                        same-origin,    false",
        ",                        ,               false",
    })
    void theBrowserSaysWhoseThePageIs(String origin, String fetchSite, boolean own) {
        assertThat(FormsNeedTokens.ownPage(origin, fetchSite, "http://hub.test:8080"))
                .isEqualTo(own);
    }
}
