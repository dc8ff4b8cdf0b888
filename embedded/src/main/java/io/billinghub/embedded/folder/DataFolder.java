package io.billinghub.embedded.folder;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one folder that keeps everything the embedded services write.
 *
 * @param root absolute, normalised
 */
public record DataFolder(Path root) {
    /** What a first start with a demo run needs, with room to spare. */
    static final long NEEDED_BYTES = 2L << 30;

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Creates the folder if it is missing and checks that it can be used.
     *
     * @throws EmbeddedServicesException if it cannot be written to, or less than 2 GB are free on its file system
     */
    public DataFolder prepare() {
        try {
            Files.createDirectories(attached());
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw new EmbeddedServicesException(
                    "Cannot create the data folder " + root + ": " + e
                            + ". Set HUB_DATA to a folder that this user may write to.",
                    e);
        }
        if (!Files.isWritable(attached()) || !Files.isWritable(logs())) {
            throw new EmbeddedServicesException("The data folder " + root
                    + " belongs to another user. Set HUB_DATA to a folder that this user may write to.");
        }
        requireSpace(usableBytes());
        return this;
    }

    void requireSpace(long usableBytes) {
        if (usableBytes < NEEDED_BYTES) {
            throw new EmbeddedServicesException(
                    "Only %d MB are free on the file system of the data folder %s; the hub needs %d MB. Free some space, or set HUB_DATA to a folder on another file system."
                            .formatted(usableBytes >> 20, root, NEEDED_BYTES >> 20));
        }
    }

    private long usableBytes() {
        try {
            FileStore store = Files.getFileStore(root);
            return store.getUsableSpace();
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot read the free space of " + root + ": " + e.getMessage(), e);
        }
    }

    /** Live state, locks, ports and the programs of the services. */
    public Path services() {
        return root.resolve("services");
    }

    /** One file per attached process. */
    public Path attached() {
        return services().resolve("attached");
    }

    /** Held by the supervisor as long as it lives. */
    public Path supervisorLock() {
        return services().resolve("supervisor.lock");
    }

    /** What runs now: ports, processes, passwords. */
    public Path liveState() {
        return services().resolve("services.json");
    }

    /** What was chosen at the first start: ports, passwords. */
    public Path settings() {
        return services().resolve("settings.json");
    }

    /** Log files, one per process. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The log file of one process. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** Documents that the hub writes for people: PDF, XML, statements. */
    public Path documents() {
        return root.resolve("documents");
    }
}
