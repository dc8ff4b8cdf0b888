package io.billinghub.adapters.transport.sftp;

import com.jcraft.jsch.SocketFactory;
import io.billinghub.adapters.transport.EgressSockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The SSH client's sockets, to addresses that the egress rule allows. */
record SftpSockets(EgressSockets sockets, int connectMillis) implements SocketFactory {

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = sockets.createSocket();
        try {
            socket.connect(new InetSocketAddress(host, port), connectMillis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
        return socket.getOutputStream();
    }
}
