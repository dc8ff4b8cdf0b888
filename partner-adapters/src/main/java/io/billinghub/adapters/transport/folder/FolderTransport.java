package io.billinghub.adapters.transport.folder;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.core.error.HubException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.jboss.logging.Logger;

/**
 * Picks files up from a folder of the tenant's inbox, through Camel's file component. A file that changes within the time that the
 * descriptor says waits for the next pull. What was taken in goes to {@code .done/}; {@code .failed/} holds only what could not even be stored.
 */
public final class FolderTransport implements PullTransport {

    private static final Logger LOG = Logger.getLogger(FolderTransport.class);
    private static final long NOTHING_MORE_MILLIS = 1_000;
    private static final int SETTLE_SECONDS = 1;

    private final CamelContext camel;
    private final String inbox;

    /** @param inbox folder below which each tenant has its own */
    public FolderTransport(CamelContext camel, String inbox) {
        this.camel = camel;
        this.inbox = inbox;
    }

    @Override
    public String type() {
        return "folder";
    }

    /** Takes each file that is there, in the order of their names. */
    @Override
    public void pull(PullSession session) {
        Path place = place(session.tenantKey(), session.options().path("path").asText());
        Pattern include = Pattern.compile(session.options().path("include").asText(".*"));
        long settle = 1_000 * session.options().path("settleSeconds").asLong(SETTLE_SECONDS);
        String filter = "files-of-" + session.tenantKey() + "-" + session.adapterKey();
        camel.getRegistry().bind(filter, (GenericFileFilter<File>) file -> wanted(file, include));
        String endpoint = "file:" + place.toString().replace(" ", "%20")
                + "?filter=#" + filter
                + "&recursive=false&sortBy=file:name&maxMessagesPerPoll=1&eagerMaxMessagesPerPoll=false"
                + "&readLock=changed&readLockCheckInterval=200&readLockMarkerFile=false"
                + "&readLockMinAge=" + settle + "&readLockTimeout=" + (settle + NOTHING_MORE_MILLIS)
                + "&move=.done/${file:name}&moveFailed=.failed/${file:name}";
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            for (Exchange exchange = consumer.receive(endpoint, settle + NOTHING_MORE_MILLIS);
                    exchange != null;
                    exchange = consumer.receive(endpoint, settle + NOTHING_MORE_MILLIS)) {
                take(exchange, session);
                consumer.doneUoW(exchange);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(Exchange exchange, PullSession session) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        Path file = exchange.getMessage().getBody(File.class).toPath();
        try (InputStream content = Files.newInputStream(file)) {
            session.document(name, null, content);
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "File %s could not be stored", name);
            exchange.setException(e);
        }
    }

    private static boolean wanted(GenericFile<File> file, Pattern include) {
        Path path = file.getFile().toPath();
        String name = file.getFileNameOnly();
        return !file.isDirectory()
                && !name.startsWith(".")
                && !Files.isSymbolicLink(path)
                && Files.isRegularFile(path)
                && include.matcher(name).matches();
    }

    /** The folder, made if it is missing; never outside of the tenant's inbox, whatever links lie in between. */
    private Path place(String tenantKey, String path) {
        try {
            Path root = Path.of(inbox).toAbsolutePath().normalize().resolve(tenantKey);
            Files.createDirectories(root);
            Path real = root.toRealPath();
            Path wanted = real.resolve(path).normalize();
            if (!wanted.startsWith(real)) {
                throw new HubException(AdapterError.FOLDER_REFUSED, path + " leads out of the inbox");
            }
            Path existing = wanted;
            while (!Files.exists(existing)) {
                existing = existing.getParent();
            }
            if (!existing.toRealPath().startsWith(real)) {
                throw new HubException(AdapterError.FOLDER_REFUSED, path + " leads out of the inbox by a link");
            }
            return Files.createDirectories(wanted).toRealPath();
        } catch (IOException e) {
            throw new HubException(AdapterError.FOLDER_REFUSED, path + " can't be used: " + e.getMessage(), e);
        }
    }
}
