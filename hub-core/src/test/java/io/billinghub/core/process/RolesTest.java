package io.billinghub.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolesTest {

    @Test
    void theDefaultIsEveryRole() {
        Roles roles = new Roles(List.of(Roles.ALL.split(",")));
        assertThat(Arrays.stream(Role.values())).allMatch(roles::has);
        assertThat(roles.hasWorker()).isTrue();
    }

    @Test
    void namesAreReadInAnyCaseAndWithBlanksAround() {
        Roles roles = new Roles(List.of("API", " Settlement "));
        assertThat(roles.has(Role.SETTLEMENT)).isTrue();
        assertThat(roles.has(Role.BILLING)).isFalse();
    }

    @Test
    void aProcessThatOnlyAnswersRequestsHasNoWorker() {
        assertThat(new Roles(List.of("api")).hasWorker()).isFalse();
    }

    @Test
    void anUnknownNameIsRefusedAndNamed() {
        assertThatThrownBy(() -> new Roles(List.of("api", "biling")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"biling\"")
                .hasMessageContaining("billing");
    }

    @Test
    void noRoleAtAllIsRefused() {
        assertThatThrownBy(() -> new Roles(List.of())).hasMessageContaining("hub.roles");
    }
}
