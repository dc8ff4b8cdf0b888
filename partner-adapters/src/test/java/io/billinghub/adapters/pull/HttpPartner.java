package io.billinghub.adapters.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A partner's HTTP interfaces, each below a path of its own, and another server that they lead to. */
final class HttpPartner implements AutoCloseable {

    /** What was asked for, with who said so; in its order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** How many tokens were sold. */
    final AtomicInteger tokens = new AtomicInteger();

    /** How often an export was looked for. */
    final AtomicInteger looks = new AtomicInteger();

    private final HttpServer partner = server();
    private final HttpServer elsewhere = server();

    HttpPartner() throws IOException {
        elsewhere();
        pages();
        redirects();
        credentials();
        exports();
        elsewhere.start();
        partner.start();
    }

    private void elsewhere() {
        elsewhere.createContext("/file", exchange -> {
            note(exchange);
            answer(exchange, 200, Pulling.bill("E-" + parameter(exchange, "n"), 1));
        });
    }

    private void pages() {
        partner.createContext("/numbered", exchange -> {
            note(exchange);
            int page = Integer.parseInt(parameter(exchange, "page"));
            answer(exchange, 200, page > 3 ? "{\"items\": []}" : "{\"items\": [1], \"page\": " + page + "}");
        });
        partner.createContext("/offset", exchange -> {
            note(exchange);
            int offset = Integer.parseInt(parameter(exchange, "start"));
            answer(exchange, 200, offset >= 20 ? "{\"items\": []}" : "{\"items\": [" + offset + "], \"o\": 1}");
        });
        partner.createContext("/linked", exchange -> {
            note(exchange);
            String page = parameter(exchange, "p");
            if (page == null) {
                exchange.getResponseHeaders().add("Link", "</linked?p=0>; rel=\"prev\", </linked?p=2>; rel=\"next\"");
            }
            answer(exchange, 200, Pulling.bill(page == null ? "L-1" : "L-2", 1));
        });
        partner.createContext("/body", exchange -> {
            note(exchange);
            String page = parameter(exchange, "token");
            answer(
                    exchange,
                    200,
                    page == null ? "{\"page\": \"b1\", \"next\": \"two/2\"}" : "{\"page\": \"b2\", \"next\": null}");
        });
        partner.createContext("/circle", exchange -> answer(exchange, 200, "{\"next\": \"/circle\"}"));
        partner.createContext("/changes", exchange -> {
            note(exchange);
            String since = parameter(exchange, "since");
            answer(
                    exchange,
                    200,
                    "7&8".equals(since)
                            ? "{\"items\": [], \"cursor\": \"7&8\"}"
                            : "{\"items\": [\"" + since + "\"], \"cursor\": \"7&8\"}");
        });
    }

    private void redirects() {
        partner.createContext("/list", exchange -> {
            note(exchange);
            answer(exchange, 200, "{\"bills\": [{\"id\": \"X-1\", \"href\": \"" + at(elsewhere, "/file?n=1") + "\"}]}");
        });
        partner.createContext("/moved", exchange -> {
            note(exchange);
            exchange.getResponseHeaders().set("Location", at(elsewhere, "/file?n=2"));
            answer(exchange, 302, "");
        });
        partner.createContext("/to-internal", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data");
            answer(exchange, 302, "");
        });
    }

    private void credentials() {
        partner.createContext("/token", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known = basic("client", "s3cret")
                            .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    && form.contains("grant_type=client_credentials")
                    && form.contains("scope=bills");
            answer(
                    exchange,
                    known ? 200 : 401,
                    "{\"access_token\": \"t" + tokens.incrementAndGet() + "\", \"expires_in\": 3600}");
        });
        partner.createContext("/protected", exchange -> {
            note(exchange);
            boolean known = ("Bearer t" + tokens.get())
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, known ? 200 : 401, Pulling.bill("O-1", 1));
        });
        partner.createContext("/who", exchange -> {
            note(exchange);
            answer(exchange, 200, Pulling.bill("W-1", 1));
        });
    }

    private void exports() {
        partner.createContext("/export", exchange -> {
            asked.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Location", "/job/1");
            answer(exchange, 202, "{}");
        });
        partner.createContext("/job", exchange -> {
            int look = looks.incrementAndGet();
            answer(
                    exchange,
                    200,
                    exchange.getRequestURI().getPath().equals("/job/failed")
                            ? "{\"state\": \"FAILED\"}"
                            : look < 3
                                    ? "{\"state\": \"RUNNING\"}"
                                    : "{\"state\": \"DONE\", \"file\": \"/who?file=1\"}");
        });
        partner.createContext("/failing-export", exchange -> {
            exchange.getResponseHeaders().set("Location", "/job/failed");
            answer(exchange, 202, "{}");
        });
        partner.createContext("/nothing", exchange -> answer(exchange, 204, ""));
    }

    /** The address of a path. */
    String url(String path) {
        return at(partner, path);
    }

    /** The address of a path elsewhere. */
    String urlElsewhere(String path) {
        return at(elsewhere, path);
    }

    void forget() {
        asked.clear();
        looks.set(0);
    }

    @Override
    public void close() {
        partner.stop(0);
        elsewhere.stop(0);
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void note(HttpExchange exchange) {
        List<String> said = new ArrayList<>(List.of(exchange.getRequestURI().toString()));
        for (String header : List.of("Authorization", "X-Api-Key", "X-Token")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                said.add(header + ": " + value);
            }
        }
        asked.add(String.join(" ", said));
    }

    private static String parameter(HttpExchange exchange, String name) {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        for (String part : query.split("&", -1)) {
            if (part.startsWith(name + "=")) {
                return java.net.URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String at(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
