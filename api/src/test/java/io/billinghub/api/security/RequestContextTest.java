package io.billinghub.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that its token binds to a part of the tenant stays bound, whatever roles stand beside it. */
class RequestContextTest {

    private record Token(Map<String, Object> claims) implements JsonWebToken {
        @Override
        public String getName() {
            return "mats";
        }

        @Override
        public Set<String> getClaimNames() {
            return claims.keySet();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T getClaim(String name) {
            return (T) claims.get(name);
        }
    }

    private static RequestContext request(Map<String, Object> claims) {
        return new RequestContext(
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(new Token(claims))
                        .addRole(RealmRoles.HUB_ADMIN)
                        .build(),
                null,
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"partner", "account"})
    void whatConcernsTheWholeTenantIsNotForALoginOfAPart(String claim) {
        RequestContext request = request(Map.of("tenant", "nordlys", claim, "x"));
        assertThatThrownBy(request::requireWholeTenant)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.NARROWED_LOGIN))
                .hasMessageContaining("mats");
    }

    @Test
    void aLoginOfTheTenantMay() {
        assertThatCode(request(Map.of("tenant", "nordlys"))::requireWholeTenant).doesNotThrowAnyException();
    }
}
