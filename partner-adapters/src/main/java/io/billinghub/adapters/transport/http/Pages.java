package io.billinghub.adapters.transport.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.TransportFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes page after page, each of them a document, or what each page links to. The cursor moves on only when all pages are stored, so
 * a pull that is stopped begins again where it began, and pages that it had stored are known by their content.
 */
final class Pages {

    /** RFC 8288. */
    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");

    private static final Pattern NEXT =
            Pattern.compile(";\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)", Pattern.CASE_INSENSITIVE);

    /** A list of links is held as a tree, which takes many times the memory of its text. */
    private static final long MOST_BYTES_OF_LINKS = 8L << 20;

    private final PullSession session;
    private final HttpCalls calls;
    private final long limit;
    private final JsonNode options;
    private final JsonNode paging;
    private final String items;
    private String cursor;

    Pages(PullSession session, HttpCalls calls, long limit) {
        this.session = session;
        this.calls = calls;
        this.limit = limit;
        this.options = session.options();
        this.paging = options.path("paging");
        this.items = options.path("items").textValue();
    }

    /**
     * One answer that was taken.
     *
     * @param empty whether it had nothing in it
     * @param next the link to the next one, where paging goes by links
     */
    private record Page(boolean empty, Optional<URI> next) {}

    void pull() throws IOException {
        int most = paging.path("mostPages").asInt(1000);
        Set<URI> asked = new HashSet<>();
        Optional<URI> next = Optional.of(first());
        for (int number = 1; next.isPresent(); number++) {
            URI url = next.get();
            if (!asked.add(url)) {
                throw TransportFailure.refused(
                        HttpCalls.shown(url) + ": the pages go round in a circle at page " + number, null);
            }
            if (number > most) {
                throw TransportFailure.refused(
                        HttpCalls.shown(url) + " has more than " + most + " pages; raise mostPages if that is right",
                        null);
            }
            int current = number;
            Page page = calls.get(url, answer -> take(answer, current));
            next = next(page, number);
        }
        if (cursor != null && !Optional.of(cursor).equals(session.cursor())) {
            session.cursor(cursor);
        }
    }

    private URI first() {
        switch (by()) {
            case "page":
                return HttpCalls.with(
                        calls.home(),
                        parameter(),
                        String.valueOf(paging.path("first").asInt(1)));
            case "offset":
                return offset(0);
            default:
                return calls.home();
        }
    }

    private Optional<URI> next(Page page, int number) {
        switch (by()) {
            case "page":
                return page.empty()
                        ? Optional.empty()
                        : Optional.of(HttpCalls.with(
                                calls.home(),
                                parameter(),
                                String.valueOf(paging.path("first").asInt(1) + number)));
            case "offset":
                return page.empty() ? Optional.empty() : Optional.of(offset(number));
            default:
                return page.next();
        }
    }

    private URI offset(int pagesBefore) {
        long limitOfPage = paging.path("limit").asLong();
        URI url = HttpCalls.with(calls.home(), parameter(), String.valueOf(pagesBefore * limitOfPage));
        return paging.has("limitParameter")
                ? HttpCalls.with(url, paging.path("limitParameter").asText(), String.valueOf(limitOfPage))
                : url;
    }

    private String by() {
        return paging.path("by").asText("none");
    }

    private String parameter() {
        return paging.path("parameter").asText(by());
    }

    private Page take(HttpCalls.Answer answer, int number) throws IOException {
        Optional<URI> link = "link".equals(by()) ? link(answer) : Optional.empty();
        boolean looksInside = items != null
                || "body".equals(by())
                || options.has("documents")
                || options.at("/incremental/cursor").isTextual();
        String header = options.at("/incremental/cursorHeader").textValue();
        if (header != null) {
            answer.header(header).ifPresent(value -> cursor = value);
        }
        if (!looksInside) {
            Optional<InputStream> content = answer.content();
            if (content.isPresent()) {
                session.document(name(number), answer.contentType(), content.get());
            }
            return new Page(content.isEmpty(), link);
        }
        if (answer.response().getCode() == 204) {
            return new Page(true, link);
        }
        try (SpooledDocument page =
                HttpCalls.spooled(answer, options.has("documents") ? Math.min(limit, MOST_BYTES_OF_LINKS) : limit)) {
            return take(answer, number, page, link);
        }
    }

    private Page take(HttpCalls.Answer answer, int number, SpooledDocument page, Optional<URI> link)
            throws IOException {
        JsonPick json = new JsonPick(page.file(), HttpCalls.shown(answer.from()));
        boolean empty = items != null && !json.hasItems(items);
        if (options.has("documents")) {
            takeLinked(answer.from(), json);
        } else if (!empty) {
            try (InputStream content = Files.newInputStream(page.file())) {
                session.document(name(number), answer.contentType(), content);
            }
        }
        if (options.at("/incremental/cursor").isTextual()) {
            json.value(options.at("/incremental/cursor").asText()).ifPresent(value -> cursor = value);
        }
        Optional<URI> next = link;
        if ("body".equals(by())) {
            next = json.value(paging.path("next").asText()).map(value -> nextOf(answer.from(), value));
        }
        return new Page(empty, next);
    }

    private void takeLinked(URI page, JsonPick json) throws IOException {
        JsonNode documents = options.path("documents");
        String urlAt = documents.path("url").asText("");
        String nameAt = documents.path("name").textValue();
        for (JsonNode entry : json.tree(documents.path("links").asText())) {
            String link = entry.at(urlAt).asText("");
            if (link.isEmpty()) {
                throw TransportFailure.refused(
                        HttpCalls.shown(page) + ": an entry of "
                                + documents.path("links").asText() + " has no link at \"" + urlAt + "\"",
                        null);
            }
            URI url = resolved(page, link);
            String name = nameAt == null ? "" : entry.at(nameAt).asText("");
            calls.get(url, answer -> {
                Optional<InputStream> content = answer.content();
                if (content.isPresent()) {
                    session.document(name.isEmpty() ? HttpCalls.name(url) : name, answer.contentType(), content.get());
                }
                return null;
            });
        }
    }

    /** A link, or the token of the next page where {@code parameter} says what it is called. */
    private URI nextOf(URI page, String value) {
        return paging.has("parameter") ? HttpCalls.with(calls.home(), parameter(), value) : resolved(page, value);
    }

    private static URI resolved(URI page, String value) {
        try {
            return page.resolve(value);
        } catch (IllegalArgumentException e) {
            throw TransportFailure.refused(HttpCalls.shown(page) + " holds a link that is no address", e);
        }
    }

    private Optional<URI> link(HttpCalls.Answer answer) {
        for (var header : answer.response().getHeaders("Link")) {
            Matcher link = LINK.matcher(header.getValue());
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return Optional.of(resolved(answer.from(), link.group(1)));
                }
            }
        }
        return Optional.empty();
    }

    /** The first page is called as the address, the others also by their number. */
    private String name(int number) {
        String name = HttpCalls.name(calls.home());
        if (number == 1) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        return dot < 1 ? name + "-" + number : name.substring(0, dot) + "-" + number + name.substring(dot);
    }
}
