package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * Which addresses the hub may call: public ones, and what an operator allows by {@code hub.egress.allow}: {@code loopback},
 * {@code private}, or a host's name. It is asked with the addresses that a connection is about to use, so a name that
 * resolves to something else the second time gains nothing.
 */
final class EgressRule {

    private final Set<String> allowed;

    EgressRule(List<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** @throws HubException TARGET_REFUSED if one of the host's addresses may not be called */
    void require(String host, InetAddress... addresses) {
        if (allowed.contains(host)) {
            return;
        }
        for (InetAddress address : addresses) {
            if (!permitted(address)) {
                throw new HubException(
                        AdapterError.TARGET_REFUSED, host + " is at " + address.getHostAddress() + ", an internal address");
            }
        }
    }

    private boolean permitted(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return allowed.contains("loopback");
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
            return false;
        }
        return !internal(address) || allowed.contains("private");
    }

    /** RFC 1918, RFC 4193, RFC 6598 (shared by carriers), "this" network, reserved, and IPv4 inside of IPv6 prefixes. */
    private static boolean internal(InetAddress address) {
        byte[] b = address.getAddress();
        int first = b[0] & 0xFF;
        if (address instanceof Inet6Address) {
            boolean translated = first == 0x00 && (b[1] & 0xFF) == 0x64 || first == 0x20 && b[1] == 0x02;
            return (first & 0xFE) == 0xFC || address.isSiteLocalAddress() || translated || first == 0;
        }
        boolean carrier = first == 100 && (b[1] & 0xC0) == 64;
        return address.isSiteLocalAddress() || carrier || first == 0 || first >= 240;
    }
}
