package io.billinghub.core.notification.infrastructure;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody who is told of events, on 127.0.0.1: behaves as its script says, in the end well. */
final class ListenerSite implements AutoCloseable {

    /** What it does with a call. */
    enum Behaviour {
        TAKE,
        TAKE_WITH_GARBAGE,
        FAIL,
        REDIRECT_INSIDE,
        ENDLESS_BODY,
        BODY_THAT_STOPS,
        SILENCE
    }

    /** A call as it came. */
    record Call(Headers headers, String body) {
        String eventId() {
            return headers.getFirst("Hub-Event-Id");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Behaviour then;
    private volatile String redirect = "http://169.254.169.254/latest/meta-data/";

    /** @param then what it does once the script is through */
    ListenerSite(Behaviour then, Behaviour... script) {
        this.then = then;
        this.script.addAll(List.of(script));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** An address where nobody listens. */
    static String nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/gone";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ListenerSite redirectingTo(ListenerSite inside) {
        redirect = inside.url();
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    List<Call> calls() {
        return calls;
    }

    List<String> eventIds() {
        return calls.stream().map(Call::eventId).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.add(new Call(
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Behaviour scripted = script.poll();
        switch (scripted == null ? then : scripted) {
            case TAKE -> exchange.sendResponseHeaders(204, -1);
            case TAKE_WITH_GARBAGE -> answer(exchange, 200, "\0\u0001<script>alert(1)</script>".repeat(200));
            case FAIL -> answer(exchange, 500, "no");
            case REDIRECT_INSIDE -> {
                exchange.getResponseHeaders().set("Location", redirect);
                exchange.sendResponseHeaders(307, -1);
            }
            case ENDLESS_BODY -> endless(exchange);
            case BODY_THAT_STOPS -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                silence();
            }
            case SILENCE -> silence();
        }
        exchange.close();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] part = "endless ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) { // until the hub hangs up
                out.write(part);
                out.flush();
            }
        }
    }

    private void silence() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
