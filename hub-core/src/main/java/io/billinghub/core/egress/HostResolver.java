package io.billinghub.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host; a port, so that a test may play a name server that lies. */
@FunctionalInterface
public interface HostResolver {

    /** The system's own resolver; blocks. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * The host's addresses, at least one; blocks.
     *
     * @param host a name, or an address in its usual form, an IPv6 address without brackets
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
