package io.billinghub.adapters.transport;

import java.time.Instant;
import java.util.Objects;

/**
 * A file on a partner's server, at one moment.
 *
 * @param name without its folder, or an object's whole key
 * @param size in bytes
 * @param modified as the server says, to the second
 */
public record RemoteFile(String name, long size, Instant modified) {
    public RemoteFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(modified, "modified");
    }
}
