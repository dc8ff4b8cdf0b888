package io.billinghub.adapters.transport.imap;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.core.error.HubException;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Which messages and which of their attachments are documents. */
final class Attachments {

    private static final Logger LOG = Logger.getLogger(Attachments.class);
    private static final int DEEPEST = 10;

    private final PullSession session;
    private final Set<String> senders = new HashSet<>();
    private final Pattern include;
    private final long maxSize;

    Attachments(PullSession session, long maxSize) {
        JsonNode options = session.options();
        this.session = session;
        options.path("from").forEach(sender -> senders.add(sender.asText().toLowerCase(Locale.ROOT)));
        this.include = Pattern.compile(options.path("include").asText(".*"));
        this.maxSize = Math.min(maxSize, options.path("maxSize").asLong(maxSize));
    }

    /**
     * Takes the attachments of one message.
     *
     * @param shown what the message is called in messages
     * @return false if something of it was not stored, because it is too large; what else it holds was
     * @throws IOException if it could not be read to its end
     */
    boolean take(MimeMessage message, String shown) throws MessagingException, IOException {
        return take(message, shown, 0);
    }

    /** Whether each of the message's authors is allowed: by the whole address, or by {@code @domain}. */
    boolean allowed(MimeMessage message, String shown) throws MessagingException {
        boolean allowed = allowed(message);
        if (!allowed) {
            LOG.infof("Adapter %s: %s is not from one of the senders that are allowed", session.adapterKey(), shown);
        }
        return allowed;
    }

    private boolean allowed(MimeMessage message) throws MessagingException {
        Address[] authors;
        try {
            authors = message.getFrom();
        } catch (AddressException e) {
            return false;
        }
        if (authors == null || authors.length == 0) {
            return false;
        }
        for (Address author : authors) {
            String address = author instanceof InternetAddress internet
                    ? String.valueOf(internet.getAddress()).toLowerCase(Locale.ROOT)
                    : "";
            int at = address.lastIndexOf('@');
            if (at < 1 || !senders.contains(address) && !senders.contains(address.substring(at))) {
                return false;
            }
        }
        return true;
    }

    private boolean take(Part part, String shown, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST) {
            throw new IOException(shown + " is nested too deep");
        }
        String name = name(part);
        if (name == null && part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            boolean whole = true;
            for (int number = 0; number < parts.getCount(); number++) {
                whole &= take(parts.getBodyPart(number), shown, depth + 1);
            }
            return whole;
        }
        if (name == null && part.isMimeType("message/rfc822") && part.getContent() instanceof Part inner) {
            return take(inner, shown, depth + 1);
        }
        return name == null || !include.matcher(name).matches() || store(part, name, shown);
    }

    /** The name without folders; null for what is no attachment. */
    private static String name(Part part) throws MessagingException, IOException {
        String name = part.getFileName();
        if (name == null || name.isBlank()) {
            return null;
        }
        String decoded = MimeUtility.decodeText(name);
        return decoded.substring(Math.max(decoded.lastIndexOf('/'), decoded.lastIndexOf('\\')) + 1);
    }

    private boolean store(Part part, String name, String shown) throws MessagingException, IOException {
        if (size(part) > maxSize) {
            session.failed(new HubException(
                    AdapterError.DOCUMENT_TOO_LARGE,
                    name + " of " + shown + " is larger than " + maxSize
                            + " bytes; raise maxSize, or take the message out of the folder"));
            return false;
        }
        try (InputStream content = part.getInputStream()) {
            session.document(name, part.getContentType(), content);
            return true;
        } catch (HubException e) {
            if (e.code() != AdapterError.DOCUMENT_TOO_LARGE) {
                throw e;
            }
            return false;
        }
    }

    /** In bytes, about: the server knows how many there are before the transfer encoding is taken off. */
    private static long size(Part part) throws MessagingException {
        String encoding = part instanceof jakarta.mail.internet.MimePart mime ? mime.getEncoding() : null;
        long size = part.getSize();
        return "base64".equalsIgnoreCase(encoding) ? size / 78 * 57 : size;
    }
}
