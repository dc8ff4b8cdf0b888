package io.billinghub.adapters.transport.s3;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.adapters.transport.RemoteFile;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.adapters.transport.http.HttpClients;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * Objects below a prefix of a bucket. What was stored is known by key, size, time and entity tag; or, where the keys of newer objects
 * are greater, by the last key, so that only what lies behind it is listed. Objects come whole or not at all, so none has to settle.
 */
public final class S3Transport implements PullTransport {

    private final HttpClients clients;
    private final CloseableHttpClient shared;

    public S3Transport(HttpClients clients, CloseableHttpClient shared) {
        this.clients = clients;
        this.shared = shared;
    }

    @Override
    public String type() {
        return "s3";
    }

    @Override
    public void pull(PullSession session) {
        String partner = "s3://" + session.options().path("bucket").asText();
        try {
            if (!HttpClients.needsItsOwn(session.options())) {
                new Objects(session, new Bucket(session, shared)).pull();
                return;
            }
            try (CloseableHttpClient own = clients.own(session)) {
                new Objects(session, new Bucket(session, own)).pull();
            }
        } catch (IOException | UncheckedIOException e) {
            throw TransportFailure.of(partner, e);
        } catch (GeneralSecurityException e) {
            throw TransportFailure.refused(partner + ": trustedCertificate can't be used: " + e.getMessage(), e);
        }
    }

    /** The objects of one pull. */
    private static final class Objects {
        private final PullSession session;
        private final Bucket bucket;
        private final String prefix;
        private final Pattern include;
        private final boolean delete;
        private final boolean byKey;
        private final int pageSize;
        private boolean gap;

        Objects(PullSession session, Bucket bucket) {
            JsonNode options = session.options();
            this.session = session;
            this.bucket = bucket;
            this.prefix = options.path("prefix").asText("");
            this.include = Pattern.compile(options.path("include").asText(".*"));
            this.delete = "delete".equals(options.path("after").asText());
            this.byKey = !delete && "key".equals(options.path("incremental").asText());
            this.pageSize = options.path("pageSize").asInt(1000);
        }

        void pull() throws IOException {
            // a cursor of another prefix would hide what lies before it
            String after = byKey
                    ? session.cursor().filter(key -> key.startsWith(prefix)).orElse(null)
                    : null;
            String token = null;
            String last = "";
            do {
                Listing page = bucket.list(prefix, after, token, pageSize);
                session.confirm();
                take(page.objects());
                token = page.next().orElse(null);
                if (!byKey) {
                    session.forgetBetween(last, token == null ? null : lastKey(page, last), page.objects());
                    last = lastKey(page, last);
                }
            } while (token != null);
        }

        private static String lastKey(Listing page, String before) {
            List<RemoteFile> objects = page.objects();
            return objects.isEmpty() ? before : objects.get(objects.size() - 1).name();
        }

        private void take(List<RemoteFile> listed) throws IOException {
            List<RemoteFile> wanted = listed.stream().filter(this::wanted).toList();
            Set<RemoteFile> pulled = byKey ? Set.of() : session.pulled(wanted);
            for (RemoteFile object : wanted) {
                if (pulled.contains(object)) {
                    if (delete) { // stored by an earlier pull that could not delete it
                        doneWith(object);
                    }
                } else if (stored(object)) {
                    doneWith(object);
                } else {
                    gap = true;
                }
            }
        }

        private boolean wanted(RemoteFile object) {
            return object.size() > 0
                    && include.matcher(object.name().substring(prefix.length())).matches();
        }

        /** False if the object is too large, which keeps none of the others, or is not the one that was listed any more. */
        private boolean stored(RemoteFile object) throws IOException {
            String name = object.name().substring(object.name().lastIndexOf('/') + 1);
            try {
                return bucket.read(object, (type, content) -> session.document(name, type, content));
            } catch (HubException e) {
                if (e.code() != AdapterError.DOCUMENT_TOO_LARGE) {
                    throw e;
                }
                return false;
            }
        }

        private void doneWith(RemoteFile object) throws IOException {
            if (byKey) {
                if (!gap) { // what lies behind a gap is asked for again, and known by its content
                    session.cursor(object.name());
                }
                return;
            }
            if (!delete) {
                session.notePulled(object);
                return;
            }
            session.confirm();
            try {
                bucket.delete(object.name());
            } catch (HubException e) {
                if (e.code() != AdapterError.PARTNER_REFUSED) {
                    throw e;
                }
                session.notePulled(object);
                session.failed(TransportFailure.refused(
                        object.name() + " is stored, but could not be deleted: " + e.getMessage()
                                + "; give the hub the right to, or say \"after\": \"keep\"",
                        e));
            }
        }
    }
}
