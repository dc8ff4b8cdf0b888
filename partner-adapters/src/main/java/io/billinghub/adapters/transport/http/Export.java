package io.billinghub.adapters.transport.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An export that the partner's system makes while the hub asks again and again: started, waited for, downloaded. What the
 * partner asks to be waited for is waited for, up to the limit.
 */
final class Export {

    private final PullSession session;
    private final HttpCalls calls;
    private final Template template;
    private final long limit;
    private final JsonNode export;

    Export(PullSession session, HttpCalls calls, Template template, long limit) {
        this.session = session;
        this.calls = calls;
        this.template = template;
        this.limit = limit;
        this.export = session.options().path("export");
    }

    private record Started(Optional<String> location, Optional<String> status) {}

    /** @param wish the partner's own wish, or null */
    private record Look(boolean done, Optional<String> download, Duration wish) {}

    void pull() throws IOException {
        URI status = start();
        long end = System.nanoTime()
                + Duration.parse(export.path("atMost").asText("PT30M")).toNanos();
        Duration every = Duration.parse(export.path("every").asText("PT5S"));
        for (Look look = look(status); ; look = look(status)) {
            if (look.done()) {
                download(look.download().map(link -> resolved(status, link)).orElse(status));
                return;
            }
            Duration wait = look.wish() == null || look.wish().compareTo(every) < 0 ? every : look.wish();
            if (System.nanoTime() + wait.toNanos() - end > 0) {
                throw new HubException(
                        AdapterError.PARTNER_UNAVAILABLE,
                        HttpCalls.shown(status) + " was not ready in "
                                + export.path("atMost").asText("PT30M") + "; raise export.atMost if that is usual");
            }
            rest(wait);
            session.confirm();
        }
    }

    private URI start() throws IOException {
        String body = export.has("body") ? template.body(export.path("body").toString()) : null;
        Started started = calls.call(
                export.path("method").asText("POST"),
                calls.home(),
                body,
                answer -> new Started(answer.header("Location"), statusOf(answer)));
        String link = started.status()
                .or(started::location)
                .orElseThrow(() -> TransportFailure.refused(
                        HttpCalls.shown(calls.home()) + " does not say where the export's state is to be seen", null));
        return resolved(calls.home(), link);
    }

    private Optional<String> statusOf(HttpCalls.Answer answer) throws IOException {
        if (!export.has("status")) {
            return Optional.empty();
        }
        try (SpooledDocument body = HttpCalls.spooled(answer, limit)) {
            return new JsonPick(body.file(), HttpCalls.shown(answer.from()))
                    .value(export.path("status").asText());
        }
    }

    private Look look(URI status) throws IOException {
        return calls.get(status, answer -> {
            Duration wait = answer.header("Retry-After")
                    .flatMap(value -> TransportFailure.retryAfter(value, session.now()))
                    .orElse(null);
            try (SpooledDocument body = HttpCalls.spooled(answer, limit)) {
                JsonPick json = new JsonPick(body.file(), HttpCalls.shown(status));
                String state = json.value(export.path("state").asText()).orElse("");
                if (named("failed").contains(state)) {
                    throw TransportFailure.refused(HttpCalls.shown(status) + " says that the export is " + state, null);
                }
                Optional<String> download = export.has("download")
                        ? json.value(export.path("download").asText())
                        : Optional.empty();
                return new Look(named("done").contains(state), download, wait);
            }
        });
    }

    private Set<String> named(String list) {
        Set<String> names = new HashSet<>();
        export.path(list).forEach(name -> names.add(name.asText()));
        return names;
    }

    private void download(URI url) throws IOException {
        calls.<Void>get(url, answer -> {
            InputStream content = answer.content().orElseThrow(() -> new IOException("the download has no body"));
            session.document(HttpCalls.name(url), answer.contentType(), content);
            return null;
        });
    }

    private static URI resolved(URI from, String link) {
        try {
            return from.resolve(link);
        } catch (IllegalArgumentException e) {
            throw TransportFailure.refused(HttpCalls.shown(from) + " holds a link that is no address", e);
        }
    }

    private static void rest(Duration wait) throws IOException {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an export was waited for", e);
        }
    }
}
