package io.billinghub.embedded.demo;

import com.sun.net.httpserver.HttpServer;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A partner's web site on the loopback address, from which the hub pulls a document. */
final class PartnerSite implements AutoCloseable {
    private final HttpServer server;

    /** @param file what {@code /bills/<its name>} answers */
    PartnerSite(Path file) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new EmbeddedServicesException("The partner's site can't be opened: " + e.getMessage(), e);
        }
        server.createContext("/bills/" + file.getFileName(), exchange -> {
            byte[] bytes = Files.readAllBytes(file);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    /** Where the document is. */
    String url(Path file) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/bills/" + file.getFileName();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
