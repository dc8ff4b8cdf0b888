package io.billinghub.embedded.services;

import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.process.OsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that want services: a file {@code <pid>-<start in ms>} each, holding what the process wants. */
final class Attachments {
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    private final DataFolder data;

    Attachments(DataFolder data) {
        this.data = data;
    }

    /**
     * What the living processes want together.
     *
     * @param wanted all services that at least one of them wants
     * @param living how many there are
     * @param newestMillis when the newest attachment was written, in milliseconds since 1970
     */
    record Demand(Set<Service> wanted, int living, long newestMillis) {}

    /** Attaches a process, or adds to what it wants already. */
    void attach(OsProcess owner, Set<Service> wanted) throws IOException {
        synchronized (Attachments.class) { // two threads of one process write the same file
            write(owner, wanted);
        }
    }

    private void write(OsProcess owner, Set<Service> wanted) throws IOException {
        Path file = file(owner);
        Set<Service> all = EnumSet.copyOf(wanted);
        if (Files.exists(file)) {
            all.addAll(read(file));
        }
        Path fresh = Files.createTempFile(data.attached(), "new", ".tmp");
        Files.writeString(fresh, all.stream().map(Service::key).collect(Collectors.joining("\n", "", "\n")));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void detach(OsProcess owner) throws IOException {
        Files.deleteIfExists(file(owner));
    }

    /** Reads the demand and deletes the files of processes that have ended. */
    Demand demand() throws IOException {
        Set<Service> wanted = EnumSet.noneOf(Service.class);
        int living = 0;
        long newest = 0;
        try (Stream<Path> files = Files.list(data.attached())) {
            for (Path file : files.toList()) {
                Optional<OsProcess> owner = owner(file);
                if (owner.isEmpty()) {
                    continue;
                }
                if (!owner.get().isAlive()) {
                    Files.deleteIfExists(file);
                    continue;
                }
                try {
                    newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
                    wanted.addAll(read(file));
                    living++;
                } catch (NoSuchFileException e) {
                    // detached while we looked
                }
            }
        }
        return new Demand(wanted, living, newest);
    }

    private static Optional<OsProcess> owner(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches()
                ? Optional.of(new OsProcess(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                : Optional.empty();
    }

    private static Set<Service> read(Path file) throws IOException {
        Set<Service> wanted = EnumSet.noneOf(Service.class);
        for (String key : Files.readAllLines(file)) {
            for (Service service : Service.values()) {
                if (service.key().equals(key)) {
                    wanted.add(service);
                }
            }
        }
        return wanted;
    }

    private Path file(OsProcess owner) {
        return data.attached().resolve(owner.pid() + "-" + owner.startedAtMillis());
    }
}
