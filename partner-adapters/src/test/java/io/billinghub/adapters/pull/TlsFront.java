package io.billinghub.adapters.pull;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Stands in front of a server on loopback that has no TLS of its own, and agrees on TLS with the client as the protocol says: the bytes
 * behind that are the server's own.
 */
final class TlsFront implements AutoCloseable {

    /** What is said in the clear before TLS begins. */
    @FunctionalInterface
    interface Opening {

        /** Answers whether TLS is to begin; if not, the connection is closed. */
        boolean agree(Socket client, Socket server) throws IOException;
    }

    private final int target;
    private final Opening opening;
    private final SSLContext tls;
    private final ServerSocket listener;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger secured = new AtomicInteger();

    TlsFront(int target, TestCertificate certificate, Opening opening) throws IOException {
        this.target = target;
        this.opening = opening;
        this.tls = context(certificate);
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        inBackground(() -> {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                inBackground(() -> serve(client));
            }
        });
    }

    /** PostgreSQL, "SSL Session Encryption" of its protocol: the client asks with a message of 8 bytes, and is answered with S. */
    static boolean postgres(Socket client, Socket server) throws IOException {
        byte[] request = client.getInputStream().readNBytes(8);
        if (request.length < 8 || request[4] != 0x04 || request[5] != (byte) 0xd2) {
            return false;
        }
        client.getOutputStream().write('S');
        return true;
    }

    /** IMAP, RFC 3501 section 6.2.1. */
    static boolean imap(Socket client, Socket server) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write((line(server.getInputStream()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String asked = line(client.getInputStream()); !asked.isEmpty(); asked = line(client.getInputStream())) {
            String tag = asked.substring(0, asked.indexOf(' '));
            String answer = asked.endsWith("STARTTLS")
                    ? tag + " OK begin\r\n"
                    : asked.endsWith("CAPABILITY")
                            ? "* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + " OK\r\n"
                            : tag + " BAD not in the clear\r\n";
            out.write(answer.getBytes(StandardCharsets.US_ASCII));
            if (asked.endsWith("STARTTLS")) {
                return true;
            }
        }
        return false;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections have agreed on TLS. */
    int secured() {
        return secured.get();
    }

    private void serve(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
        open.add(client);
        open.add(server);
        if (!opening.agree(client, server)) {
            client.close();
            server.close();
            return;
        }
        SSLSocket safe = (SSLSocket) tls.getSocketFactory().createSocket(client, "127.0.0.1", client.getPort(), true);
        safe.setUseClientMode(false);
        try {
            safe.startHandshake();
        } catch (IOException refused) {
            client.close();
            server.close();
            throw refused;
        }
        secured.incrementAndGet();
        inBackground(() -> copy(safe, server));
        inBackground(() -> copy(server, safe));
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static SSLContext context(TestCertificate certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate.keyStore())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, TestCertificate.PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, TestCertificate.PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
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
                "tls-front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Closeable socket : open) {
            socket.close();
        }
    }
}
