package io.billinghub.adapters.pull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between the hub and a server of any protocol on loopback, so that a test can interfere with what the server sends. */
final class Relay implements AutoCloseable {

    /** More than any server says before it sends a document. */
    private static final int IN_THE_MIDST = 24_000;

    private final int target;
    private final int port;
    private final AtomicReference<FileServer.Fault> fault = new AtomicReference<>();
    private final AtomicLong sent = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;

    Relay(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        this.port = listener.getLocalPort();
        accept(listener);
    }

    int port() {
        return port;
    }

    /** Has the fault happen once, when the server has sent so many bytes from now on; the connection is cut if it throws. */
    void inTheMidst(FileServer.Fault what) {
        sent.set(0);
        fault.set(what);
    }

    void stop() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    void start() throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        accept(listener);
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private void accept(ServerSocket on) {
        inBackground(() -> {
            while (!on.isClosed()) {
                Socket client = on.accept();
                Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
                open.add(client);
                open.add(server);
                inBackground(() -> copy(client, server, false));
                inBackground(() -> copy(server, client, true));
            }
        });
    }

    private void copy(Socket from, Socket to, boolean interfering) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[4096];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (interfering && sent.addAndGet(count) > IN_THE_MIDST) {
                    FileServer.Fault now = fault.getAndSet(null);
                    if (now != null) {
                        now.happen();
                    }
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void inBackground(FileServer.Fault work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.happen();
                    } catch (IOException closed) {
                        Thread.currentThread().interrupt(); // a connection that ends, ends its thread
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
