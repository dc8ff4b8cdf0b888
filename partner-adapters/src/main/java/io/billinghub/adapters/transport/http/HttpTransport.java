package io.billinghub.adapters.transport.http;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.adapters.transport.TransportFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * Asks a partner's address: for one document, for page after page, for those that a list links to, or for an export that the
 * partner's system makes meanwhile.
 */
public final class HttpTransport implements PullTransport {

    private final AdapterSettings settings;
    private final HttpClients clients;
    private final CloseableHttpClient shared;
    private final Tokens tokens = new Tokens();

    /** @param shared for all adapters without certificates of their own */
    public HttpTransport(AdapterSettings settings, HttpClients clients, CloseableHttpClient shared) {
        this.settings = settings;
        this.clients = clients;
        this.shared = shared;
    }

    @Override
    public String type() {
        return "http";
    }

    @Override
    public void pull(PullSession session) {
        Template template = new Template(session);
        URI url = template.url(session.options().path("url").asText());
        try {
            if (!HttpClients.needsItsOwn(session.options())) {
                pull(session, template, new HttpCalls(session, shared, tokens, url));
                return;
            }
            try (CloseableHttpClient own = clients.own(session)) {
                pull(session, template, new HttpCalls(session, own, tokens, url));
            }
        } catch (IOException | UncheckedIOException e) {
            throw TransportFailure.of(HttpCalls.shown(url), e);
        } catch (GeneralSecurityException e) {
            throw TransportFailure.refused(
                    "the client's or the trusted certificate can't be used: " + e.getMessage(), e);
        }
    }

    private void pull(PullSession session, Template template, HttpCalls calls) throws IOException {
        if (session.options().has("export")) {
            new Export(session, calls, template, settings.maxDocumentSize()).pull();
        } else {
            new Pages(session, calls, settings.maxDocumentSize()).pull();
        }
    }
}
