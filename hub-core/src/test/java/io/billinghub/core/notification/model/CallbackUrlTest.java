package io.billinghub.core.notification.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com, true, hooks.example.com, 443, /",
        "https://Hooks.Example.com.:8443/a/b?c=d, true, hooks.example.com, 8443, /a/b?c=d",
        "http://localhost:1080/x, false, localhost, 1080, /x",
        "https://93.184.216.34/, true, 93.184.216.34, 443, /",
        "'https://[2001:db8::1]:8443/', true, 2001:db8::1, 8443, /",
        "https://xn--bcher-kva.example/%C3%A4, true, xn--bcher-kva.example, 443, /%C3%A4",
    })
    void whatCanBeCalled(String text, boolean https, String host, int port, String target) {
        CallbackUrl url = CallbackUrl.parse(text);
        assertThat(url.https()).isEqualTo(https);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.target()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "'', must begin with https",
        "hooks.example.com, must begin with https",
        "ftp://hooks.example.com/, must begin with https",
        "file:///etc/passwd, must begin with https",
        "https:///path, has no host",
        "https:path, has no host",
        "https://user:secret@hooks.example.com/, a user or a password",
        "https://hooks.example.com@10.0.0.1/, a user or a password",
        "https://hooks.example.com/#part, fragment",
        "https://hooks.example.com:22/, port 22",
        "https://hooks.example.com:0/, port 0",
        "https://hooks.example.com:65536/, port 65536",
        "https://hooks.example.com/a b, is no URL",
        "https://2130706433/, four decimal numbers", // 127.0.0.1 as one number
        "https://0x7f000001/, four decimal numbers",
        "https://127.1/, has no host",
        "https://0177.0.0.1/, four decimal numbers",
        "https://300.1.1.1/, has no host",
        "'https://[fe80::1%25eth0]/', zone",
        "https://b\u00fccher.example/, has no host",
        "https://hooks.example.com/\u00e4, ASCII",
    })
    void whatIsRefused(String text, String why) {
        assertThatThrownBy(() -> CallbackUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aUrlHasALimit() {
        String longest = "https://hooks.example.com/" + "a".repeat(2000 - 26);
        assertThat(CallbackUrl.parse(longest).text()).hasSize(2000);
        assertThatThrownBy(() -> CallbackUrl.parse(longest + "a")).hasMessageContaining("longer than 2000");
    }
}
