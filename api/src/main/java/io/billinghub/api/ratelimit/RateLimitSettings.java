package io.billinghub.api.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code hub.rate-limit.*}; each process counts for itself. */
@ConfigMapping(prefix = "hub.rate-limit")
public interface RateLimitSettings {

    @WithDefault("true")
    boolean enabled();

    /** Requests per second of one login, on average. */
    @WithDefault("200")
    int loginPerSecond();

    /** Requests of one login that may come at once. */
    @WithDefault("2000")
    int loginBurst();

    /** Requests per second of one address, on average: of all logins behind it, and of who has none. */
    @WithDefault("1000")
    int addressPerSecond();

    /** Requests of one address that may come at once. */
    @WithDefault("10000")
    int addressBurst();

    /** Logins, and addresses, that are remembered; about 200 bytes each. */
    @WithDefault("20000")
    int remembered();
}
