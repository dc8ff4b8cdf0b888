package io.billinghub.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRuleTest {

    private static final EgressRule PRODUCTION = new EgressRule(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "::1",
                "0.0.0.0",
                "::",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254", // the metadata of clouds
                "100.64.0.1",
                "198.18.0.1",
                "192.0.0.8",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1", // IPv4 mapped into IPv6
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1", // by a translator to 127.0.0.1
                "2002:7f00:1::", // 6to4
                "2001:0:4136:e378::1", // Teredo
                "2130706433", // 127.0.0.1 as one number
                "127.1"
            })
    void anInternalAddressIsRefused(String address) throws UnknownHostException {
        assertThat(PRODUCTION.refusal("listener.example", InetAddress.getByName(address)))
                .hasValueSatisfying(why -> assertThat(why).contains("an internal address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "100.128.0.1", "198.20.0.1", "2606:4700::1111"})
    void aPublicAddressIsNot(String address) throws UnknownHostException {
        assertThat(PRODUCTION.refusal("listener.example", InetAddress.getByName(address)))
                .isEmpty();
    }

    @Test
    void oneInternalAddressAmongPublicOnesIsEnough() throws UnknownHostException {
        assertThat(PRODUCTION.refusal(
                        "listener.example", InetAddress.getByName("93.184.216.34"), InetAddress.getByName("10.0.0.1")))
                .hasValue("listener.example is at 10.0.0.1, an internal address");
    }

    @Test
    void anOperatorAllowsLoopbackAloneWithoutTheRest() throws UnknownHostException {
        EgressRule rule = new EgressRule(List.of("loopback"));
        assertThat(rule.refusal("localhost", InetAddress.getByName("127.0.0.1")))
                .isEmpty();
        assertThat(rule.refusal("x", InetAddress.getByName("10.0.0.1"))).isPresent();
        assertThat(rule.trusts("localhost", InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(rule.trusts("x", InetAddress.getByName("93.184.216.34"))).isFalse();
        assertThat(rule.trusts("x")).isFalse();
    }

    @Test
    void anOperatorNamesAHost() throws UnknownHostException {
        EgressRule rule = new EgressRule(List.of("crm.internal"));
        assertThat(rule.refusal("crm.internal", InetAddress.getByName("10.0.0.1")))
                .isEmpty();
        assertThat(rule.trusts("crm.internal", InetAddress.getByName("10.0.0.1")))
                .isTrue();
        assertThat(rule.refusal("other.internal", InetAddress.getByName("10.0.0.1")))
                .isPresent();
        assertThat(PRODUCTION.trusts("crm.internal", InetAddress.getByName("127.0.0.1")))
                .isFalse();
    }

    @Test
    void privateNetworksAreNotTheMetadataOfClouds() throws UnknownHostException {
        EgressRule rule = new EgressRule(List.of("private"));
        assertThat(rule.refusal("x", InetAddress.getByName("10.0.0.1"))).isEmpty();
        assertThat(rule.refusal("x", InetAddress.getByName("169.254.169.254"))).isPresent();
        assertThat(rule.refusal("x", InetAddress.getByName("127.0.0.1"))).isPresent();
    }
}
