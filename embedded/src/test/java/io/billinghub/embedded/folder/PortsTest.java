package io.billinghub.embedded.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    private static final String VARIABLE = "HUB_POSTGRES_PORT";

    @Test
    void aFreePortIsRemembered() {
        int port = Ports.choose(VARIABLE, OptionalInt.empty(), 0);

        assertThat(Ports.choose(VARIABLE, OptionalInt.empty(), port)).isEqualTo(port);
    }

    @Test
    void aConfiguredPortWinsOverTheRememberedOne() {
        int configured = Ports.choose(VARIABLE, OptionalInt.empty(), 0);

        assertThat(Ports.choose(VARIABLE, OptionalInt.of(configured), configured - 1))
                .isEqualTo(configured);
    }

    @Test
    void aRememberedPortThatIsTakenIsReplaced() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(Ports.choose(VARIABLE, OptionalInt.empty(), taken.getLocalPort()))
                    .isNotEqualTo(taken.getLocalPort())
                    .isBetween(20_000, 31_999);
        }
    }

    @Test
    void aConfiguredPortThatIsTakenIsRefusedByName() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> Ports.choose(VARIABLE, OptionalInt.of(taken.getLocalPort()), 0))
                    .isInstanceOf(EmbeddedServicesException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining(VARIABLE);
        }
    }

    @Test
    void anUnsetOrBlankVariableConfiguresNothing() {
        assertThat(Ports.configured(VARIABLE, Map.of())).isEmpty();
        assertThat(Ports.configured(VARIABLE, Map.of(VARIABLE, " "))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "http", "80 80"})
    void aValueThatIsNoPortIsRefused(String value) {
        assertThatThrownBy(() -> Ports.configured(VARIABLE, Map.of(VARIABLE, value)))
                .isInstanceOf(EmbeddedServicesException.class)
                .hasMessageContaining(VARIABLE)
                .hasMessageContaining(value);
    }
}
