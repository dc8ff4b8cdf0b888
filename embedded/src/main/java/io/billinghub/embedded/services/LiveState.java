package io.billinghub.embedded.services;

import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.PrivateFiles;
import io.billinghub.embedded.process.OsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/**
 * What runs, as the supervisor wrote it down last.
 *
 * @param supervisor who wrote it
 * @param services state per {@link Service#key()}; a service that nobody wanted is missing
 * @param passwords password per database role
 */
record LiveState(OsProcess supervisor, Map<String, ServiceState> services, Map<String, String> passwords) {
    LiveState {
        services = Map.copyOf(services);
        passwords = Map.copyOf(passwords);
    }

    /**
     * One service.
     *
     * @param port on 127.0.0.1
     * @param process null until it is started, and when it failed
     * @param ready whether it answered and is set up
     * @param failure for a person; null unless it could not be started
     * @param failedAtMillis when that was, in milliseconds since 1970; 0 unless it failed
     */
    record ServiceState(int port, OsProcess process, boolean ready, String failure, long failedAtMillis) {
        /** Whether clients may use it now. */
        boolean isUsable() {
            return ready && process != null && process.isAlive();
        }
    }

    Optional<ServiceState> service(Service service) {
        return Optional.ofNullable(services.get(service.key()));
    }

    /** The last written state; empty if there is none. */
    static Optional<LiveState> read(DataFolder data) throws IOException {
        if (!Files.exists(data.liveState())) {
            return Optional.empty();
        }
        try {
            return Optional.of(PrivateFiles.read(data.liveState(), LiveState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // the supervisor has begun to stop
        }
    }

    void write(DataFolder data) throws IOException {
        PrivateFiles.write(data.liveState(), this);
    }
}
