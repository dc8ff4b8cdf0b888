package io.billinghub.adapters.transport.imap;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.EgressSockets;
import io.billinghub.adapters.transport.NamedTls;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.adapters.transport.TransportFailure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Properties;

/**
 * Attachments of messages in a folder of a mailbox. Messages are told by their UIDs, which only grow, and then nothing in the mailbox
 * is touched; or by the flag Seen, which the hub sets once all of a message is stored.
 */
public final class ImapTransport implements PullTransport {

    private static final String PREFIX = "mail.imap.";
    private static final String SECURE_PREFIX = "mail.imaps.";

    private final AdapterSettings settings;
    private final EgressSockets sockets;

    public ImapTransport(AdapterSettings settings, EgressSockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
    }

    @Override
    public String type() {
        return "imap";
    }

    @Override
    public void pull(PullSession session) {
        JsonNode options = session.options();
        String tls = options.path("tls").asText("implicit");
        boolean implicit = tls.equals("implicit");
        String host = options.path("host").asText();
        int port = options.path("port").asInt(implicit ? 993 : 143);
        String partner = "imap://" + host + ":" + port;
        try {
            InetAddress address = sockets.resolve(host)[0];
            Session mail = Session.getInstance(properties(options, host, tls));
            try (Store store = mail.getStore(implicit ? "imaps" : "imap")) {
                store.connect(
                        address.getHostAddress(),
                        port,
                        options.path("user").asText(),
                        session.secret(options.path("credential").asText()));
                pull(session, store, partner);
            }
        } catch (AuthenticationFailedException e) {
            throw TransportFailure.refused(partner + " refused the user or the credential", e);
        } catch (FolderNotFoundException e) {
            throw TransportFailure.refused(partner + " has no folder " + folder(options), e);
        } catch (MessagingException | IOException | UncheckedIOException e) {
            throw TransportFailure.of(partner, e);
        } catch (GeneralSecurityException e) {
            throw TransportFailure.refused(partner + ": trustedCertificate can't be used: " + e.getMessage(), e);
        }
    }

    /** The client is given the very address that was judged; the certificate has to be the name's. */
    private Properties properties(JsonNode options, String host, String tls)
            throws GeneralSecurityException, IOException {
        String prefix = tls.equals("implicit") ? SECURE_PREFIX : PREFIX;
        Properties properties = new Properties();
        properties.setProperty(
                prefix + "connectiontimeout",
                String.valueOf(settings.connectTimeout().toMillis()));
        properties.setProperty(
                prefix + "timeout", String.valueOf(settings.responseTimeout().toMillis()));
        properties.setProperty(prefix + "peek", "true");
        properties.setProperty(prefix + "fetchsize", "262144");
        properties.setProperty(prefix + "socketFactory.fallback", "false");
        if (!tls.equals("none")) {
            properties.put(
                    prefix + "ssl.socketFactory",
                    new NamedTls(host, options.path("trustedCertificate").textValue()));
        }
        if (tls.equals("starttls")) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        return properties;
    }

    private static String folder(JsonNode options) {
        return options.path("folder").asText("INBOX");
    }

    private void pull(PullSession session, Store store, String partner) throws MessagingException, IOException {
        boolean unseen = "unseen".equals(session.options().path("incremental").asText());
        Attachments attachments = new Attachments(session, settings.maxDocumentSize());
        Folder folder = store.getFolder(folder(session.options()));
        folder.open(unseen ? Folder.READ_WRITE : Folder.READ_ONLY);
        try {
            if (unseen) {
                unseen(session, folder, attachments, partner);
            } else {
                byUid(session, folder, attachments, partner);
            }
        } finally {
            if (folder.isOpen()) {
                folder.close(false);
            }
        }
    }

    private static void unseen(PullSession session, Folder folder, Attachments attachments, String partner)
            throws MessagingException, IOException {
        for (Message message : folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false))) {
            MimeMessage letter = (MimeMessage) message;
            String shown = shown(partner, ((UIDFolder) folder).getUID(message));
            if (attachments.allowed(letter, shown) && attachments.take(letter, shown)) {
                session.confirm();
                message.setFlag(Flags.Flag.SEEN, true);
            }
        }
    }

    private static void byUid(PullSession session, Folder folder, Attachments attachments, String partner)
            throws MessagingException, IOException {
        UIDFolder uids = (UIDFolder) folder;
        long last = Uid.last(session.cursor(), uids.getUIDValidity());
        boolean gap = false;
        for (Message message : uids.getMessagesByUID(last + 1, UIDFolder.LASTUID)) {
            long uid = uids.getUID(message);
            if (uid <= last) { // a range that ends in * holds the last message, however small its number
                continue;
            }
            MimeMessage letter = (MimeMessage) message;
            String shown = shown(partner, uid);
            gap |= attachments.allowed(letter, shown) && !attachments.take(letter, shown);
            if (!gap) {
                session.cursor(new Uid(uids.getUIDValidity(), uid).toString());
            }
        }
    }

    private static String shown(String partner, long uid) {
        return "message " + uid + " of " + partner;
    }

    /** How far a folder is read: RFC 3501 section 2.3.1.1. UIDs of another validity say nothing. */
    private record Uid(long validity, long number) {

        static long last(Optional<String> cursor, long validity) {
            return cursor.filter(text -> text.matches("\\d{1,10}:\\d{1,10}"))
                    .map(text -> text.split(":", 2))
                    .filter(parts -> Long.parseLong(parts[0]) == validity)
                    .map(parts -> Long.parseLong(parts[1]))
                    .orElse(0L);
        }

        @Override
        public String toString() {
            return validity + ":" + number;
        }
    }
}
