package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.Transport;
import io.billinghub.core.error.HubException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.jboss.logging.Logger;

/**
 * Picks files up from a folder of the tenant's inbox, through Camel's file component. A file that still grows waits for the
 * next pull. What was taken in goes to {@code .done/}; {@code .failed/} holds only what could not even be stored.
 */
final class FolderFetch {

    private static final Logger LOG = Logger.getLogger(FolderFetch.class);
    private static final long NOTHING_MORE_MILLIS = 1_000;

    private final CamelContext camel;
    private final AdapterSettings settings;

    FolderFetch(CamelContext camel, AdapterSettings settings) {
        this.camel = camel;
        this.settings = settings;
    }

    /**
     * Takes each file that is there, in the order of their names; blocks.
     *
     * @param name of the adapter in its tenant, for Camel's registry
     * @throws HubException FOLDER_REFUSED
     */
    void fetch(String tenantKey, String name, Transport.Folder folder, Fetched fetched) {
        Path place = place(tenantKey, folder.path());
        String filter = "files-of-" + tenantKey + "-" + name;
        camel.getRegistry().bind(filter, (GenericFileFilter<File>) file -> wanted(file, folder));
        String endpoint = "file:" + place.toString().replace(" ", "%20")
                + "?filter=#" + filter
                + "&recursive=false&sortBy=file:name&maxMessagesPerPoll=1&eagerMaxMessagesPerPoll=false"
                + "&readLock=changed&readLockCheckInterval=200&readLockTimeout=1000&readLockMarkerFile=false"
                + "&move=.done/${file:name}&moveFailed=.failed/${file:name}";
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            for (Exchange exchange = consumer.receive(endpoint, NOTHING_MORE_MILLIS);
                    exchange != null;
                    exchange = consumer.receive(endpoint, NOTHING_MORE_MILLIS)) {
                take(exchange, fetched);
                consumer.doneUoW(exchange);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(Exchange exchange, Fetched fetched) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        Path file = exchange.getMessage().getBody(File.class).toPath();
        try (InputStream content = Files.newInputStream(file)) {
            fetched.document(name, null, content);
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "File %s could not be stored", name);
            exchange.setException(e);
        }
    }

    private static boolean wanted(GenericFile<File> file, Transport.Folder folder) {
        Path path = file.getFile().toPath();
        String name = file.getFileNameOnly();
        return !file.isDirectory()
                && !name.startsWith(".")
                && !Files.isSymbolicLink(path)
                && Files.isRegularFile(path)
                && folder.include().matcher(name).matches();
    }

    /** The folder, made if it is missing; never outside of the tenant's inbox, whatever links lie in between. */
    private Path place(String tenantKey, String path) {
        try {
            Path root = Path.of(settings.inbox()).toAbsolutePath().normalize().resolve(tenantKey);
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
