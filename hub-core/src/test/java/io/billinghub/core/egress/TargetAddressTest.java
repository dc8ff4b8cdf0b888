package io.billinghub.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a host without a name server: addresses are judged in full, names only by their protection. */
class TargetAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, true, ''",
        "169.254.169.254, true, ''",
        "127.0.0.1, true, ''",
        "::1, true, ''",
        "::ffff:10.0.0.1, true, ''",
        "93.184.216.34, false, ''", // public, but plain http
        "93.184.216.34, false, loopback",
        "files.example.com, false, ''",
        "files.example.com, false, other.internal",
    })
    void whatCanNeverBeCalledIsRefusedAtOnce(String host, boolean https, String allowed) {
        assertThatThrownBy(() -> addresses(allowed).judge(host, https))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.TARGET_REFUSED));
    }

    @ParameterizedTest
    @CsvSource({
        "93.184.216.34, true, ''",
        "2606:4700::1111, true, ''",
        "127.0.0.1, false, loopback",
        "files.example.com, true, ''",
        "localhost, true, ''", // refused when it is called
        "localhost, false, loopback",
        "crm.internal, false, crm.internal",
    })
    void noNameIsResolved(String host, boolean https, String allowed) {
        assertThatCode(() -> addresses(allowed).judge(host, https)).doesNotThrowAnyException();
    }

    /** Names are not for it; addresses it only reads. */
    private static TargetAddress addresses(String allowed) {
        return new TargetAddress(
                new EgressRule(List.of(allowed)),
                host -> {
                    if (host.matches(".*[g-z].*")) {
                        throw new AssertionError("asked for " + host);
                    }
                    return List.of(InetAddress.getByName(host));
                },
                Duration.ofSeconds(1));
    }
}
