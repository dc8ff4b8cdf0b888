package io.billinghub.core.egress;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Finds the address of a host that the hub is about to call, and judges it by the {@link EgressRule}; the connection then goes
 * to this very address. Thread-safe.
 */
public final class TargetAddress {

    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*");

    private final EgressRule egress;
    private final HostResolver resolver;
    private final Duration timeout;

    /** @param timeout for the host to be resolved */
    public TargetAddress(EgressRule egress, HostResolver resolver, Duration timeout) {
        this.egress = egress;
        this.resolver = resolver;
        this.timeout = timeout;
    }

    /**
     * The address, found anew each time.
     *
     * @param https whether the connection is protected; if not, only hosts that an operator trusts will do
     * @return fails with TARGET_REFUSED if the hub may not call it
     */
    public Uni<InetAddress> of(String host, boolean https) {
        return Uni.createFrom()
                .item(() -> permitted(host, https))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .ifNoItem()
                .after(timeout)
                .failWith(() ->
                        new HubException(CoreError.TARGET_REFUSED, host + " could not be resolved within " + timeout));
    }

    /**
     * Judges the host as far as that goes without a name server, so at once: an address in full, of a name only whether it needs
     * https. {@link #of} still judges where a name leads.
     *
     * @param host a name, an IPv4 address of four decimal numbers, or an IPv6 address without brackets; in lower case
     * @throws HubException TARGET_REFUSED if the hub may not call it
     */
    public void judge(String host, boolean https) {
        if (LITERAL.matcher(host).matches()) {
            permitted(host, https);
        } else if (!https && !egress.mayTrust(host)) {
            throw plain();
        }
    }

    private InetAddress permitted(String host, boolean https) {
        try {
            InetAddress[] addresses = resolver.resolve(host).toArray(InetAddress[]::new);
            if (egress.refusal(host, addresses).isPresent()) {
                throw refused(host, null);
            }
            if (!https && !egress.trusts(host, addresses)) {
                throw plain();
            }
            return addresses[0];
        } catch (UnknownHostException unknown) {
            throw refused(host, unknown);
        }
    }

    private static HubException plain() {
        return new HubException(
                CoreError.TARGET_REFUSED, "plain http would show what is sent to everybody on the way; use https");
    }

    /** One answer for both, without an address: whoever names targets shall not learn what lies inside. */
    private static HubException refused(String host, UnknownHostException unknown) {
        return new HubException(
                CoreError.TARGET_REFUSED, "the host " + host + " is not known, or is at an internal address", unknown);
    }
}
