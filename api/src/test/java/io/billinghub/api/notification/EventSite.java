package io.billinghub.api.notification;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A system that listens on 127.0.0.1 and takes every event. */
public final class EventSite implements AutoCloseable {

    /** An event as it came. */
    public record Event(Headers headers, String text) {

        public String header(String name) {
            return headers.getFirst(name);
        }

        public JsonObject json() {
            return new JsonObject(text);
        }
    }

    private final HttpServer server;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    public EventSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    public List<Event> events() {
        return events;
    }

    /** The first event whose text contains all of this. */
    public Optional<Event> with(String... parts) {
        return events.stream()
                .filter(event -> List.of(parts).stream().allMatch(event.text()::contains))
                .findFirst();
    }

    private void take(HttpExchange exchange) throws IOException {
        events.add(new Event(
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] thanks = "thanks".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, thanks.length);
        exchange.getResponseBody().write(thanks);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
