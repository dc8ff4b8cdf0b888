package io.billinghub.adapters.transport;

import java.time.Instant;
import java.util.Objects;

/**
 * A file on a partner's server, at one moment.
 *
 * @param name without its folder, or an object's whole key
 * @param size in bytes
 * @param modified as the server says, to the second
 * @param tag what else the server tells versions apart by; empty where it has nothing
 */
public record RemoteFile(String name, long size, Instant modified, String tag) {
    public RemoteFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(tag, "tag");
    }

    /** Of a server that knows no tags. */
    public RemoteFile(String name, long size, Instant modified) {
        this(name, size, modified, "");
    }
}
