package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.SocketFactory;

/**
 * Makes sockets that connect to what the {@link EgressRule} allows only. The very address that a socket is about to use is
 * judged, so a name that resolves to something else the second time gains nothing.
 */
public final class EgressSockets extends SocketFactory {

    private final EgressRule egress;

    public EgressSockets(EgressRule egress) {
        this.egress = egress;
    }

    /** The entries of {@code hub.egress.allow}, for clients that make their sockets by a class's name. */
    public Set<String> allowed() {
        return egress.allowed();
    }

    /**
     * The host's addresses, all of them judged.
     *
     * @throws HubException TARGET_REFUSED
     */
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        judge(host, addresses);
        return addresses;
    }

    private void judge(String host, InetAddress... addresses) {
        egress.refusal(host, addresses).ifPresent(why -> {
            throw new HubException(AdapterError.TARGET_REFUSED, why);
        });
    }

    @Override
    public Socket createSocket() {
        return new JudgedSocket(this);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    private Socket connected(InetSocketAddress target, InetSocketAddress local) throws IOException {
        Socket socket = createSocket();
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(target);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static final class JudgedSocket extends Socket {
        private final EgressSockets sockets;

        JudgedSocket(EgressSockets sockets) {
            this.sockets = sockets;
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress target)) {
                throw new IOException("only internet addresses can be reached, not " + endpoint);
            }
            if (target.isUnresolved()) {
                throw new UnknownHostException(target.getHostString());
            }
            sockets.judge(target.getHostString(), target.getAddress());
            super.connect(endpoint, timeout);
        }
    }
}
