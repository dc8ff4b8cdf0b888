package io.billinghub.adapters.radius;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** The receiver of RADIUS accounting: {@code hub.radius.*}. */
@ConfigMapping(prefix = "hub.radius")
public interface RadiusSettings {

    /** The address that is bound. */
    @WithDefault("127.0.0.1")
    String address();

    /** The UDP port, 1813 by RFC 2866; without it nothing is received. */
    OptionalInt port();

    /** Most requests that are taken in by one transaction. */
    @WithDefault("1000")
    int batchSize();

    /** Most requests that wait for a transaction; further ones are dropped, and the NAS sends them again. */
    @WithDefault("20000")
    int queueSize();

    /** How long the counters of a session are kept behind its last record. */
    @WithDefault("P180D")
    Duration keepSessions();
}
