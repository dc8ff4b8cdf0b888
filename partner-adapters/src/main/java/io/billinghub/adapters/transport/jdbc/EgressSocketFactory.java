package io.billinghub.adapters.transport.jdbc;

import io.billinghub.adapters.transport.EgressSockets;
import io.billinghub.core.egress.EgressRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;

/** Connections of the PostgreSQL driver, which makes the factory by its name and gives it one text. */
public final class EgressSocketFactory extends SocketFactory {

    private final EgressSockets sockets;

    /** @param allowed entries of {@code hub.egress.allow}, with commas between */
    public EgressSocketFactory(String allowed) {
        this.sockets = new EgressSockets(
                new EgressRule(allowed == null || allowed.isEmpty() ? List.of() : List.of(allowed.split(",", -1))));
    }

    @Override
    public Socket createSocket() {
        return sockets.createSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return sockets.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return sockets.createSocket(host, port, local, localPort);
    }
}
