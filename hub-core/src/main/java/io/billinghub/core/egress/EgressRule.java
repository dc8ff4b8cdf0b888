package io.billinghub.core.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses the hub may call: public ones, and what an operator allows by {@code hub.egress.allow}: {@code loopback},
 * {@code private}, or a host's name. It is asked with the addresses that a connection is about to use.
 */
public final class EgressRule {

    private final Set<String> allowed;

    /** @param allowed the entries of {@code hub.egress.allow} */
    public EgressRule(List<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** The entries that the rule was made with. */
    public Set<String> allowed() {
        return allowed;
    }

    /** Why the host may not be called: the first of its addresses that is internal; empty if all of them may be. */
    public Optional<String> refusal(String host, InetAddress... addresses) {
        if (allowed.contains(host)) {
            return Optional.empty();
        }
        for (InetAddress address : addresses) {
            if (!permitted(address)) {
                return Optional.of(host + " is at " + address.getHostAddress() + ", an internal address");
            }
        }
        return Optional.empty();
    }

    /** Whether an operator has named the host, or allowed loopback and all addresses are: only there plain HTTP will do. */
    public boolean trusts(String host, InetAddress... addresses) {
        if (allowed.contains(host)) {
            return true;
        }
        if (addresses.length == 0 || !allowed.contains("loopback")) {
            return false;
        }
        for (InetAddress address : addresses) {
            if (!address.isLoopbackAddress()) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@link #trusts} may yet say so of the name, once its addresses are found. */
    public boolean mayTrust(String name) {
        return allowed.contains(name) || allowed.contains("loopback");
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

    /**
     * RFC 1918, RFC 4193, RFC 6598 (shared by carriers), RFC 2544 (test networks), RFC 6890 (protocol assignments), "this"
     * network, reserved, and IPv4 inside of IPv6 prefixes (RFC 6052, 6to4, Teredo). Java itself makes an IPv4 address of one that
     * is mapped into IPv6.
     */
    private static boolean internal(InetAddress address) {
        byte[] b = address.getAddress();
        int first = b[0] & 0xFF;
        int second = b[1] & 0xFF;
        if (address instanceof Inet6Address) {
            boolean translated = first == 0x00 && second == 0x64 || first == 0x20 && second == 0x02;
            boolean teredo = first == 0x20 && second == 0x01 && b[2] == 0 && b[3] == 0;
            return (first & 0xFE) == 0xFC || address.isSiteLocalAddress() || translated || teredo || first == 0;
        }
        boolean carrier = first == 100 && (second & 0xC0) == 64;
        boolean test = first == 198 && (second & 0xFE) == 18;
        boolean protocol = first == 192 && second == 0 && b[2] == 0;
        return address.isSiteLocalAddress() || carrier || test || protocol || first == 0 || first >= 240;
    }
}
