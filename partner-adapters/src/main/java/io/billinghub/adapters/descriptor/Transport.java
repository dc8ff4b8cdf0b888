package io.billinghub.adapters.descriptor;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** How documents come to the hub. */
public sealed interface Transport {

    /** How often the hub pulls; empty where it does so on demand only, or not at all. */
    Optional<Duration> schedule();

    /** The transport's name in descriptors and on documents. */
    String type();

    /** The partner sends. */
    record Push() implements Transport {
        @Override
        public Optional<Duration> schedule() {
            return Optional.empty();
        }

        @Override
        public String type() {
            return "push";
        }
    }

    /**
     * The hub picks up files.
     *
     * @param path relative to the tenant's own inbox
     * @param include what a file's whole name must match
     */
    record Folder(String path, Pattern include, Optional<Duration> schedule) implements Transport {
        public Folder {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(include, "include");
            Objects.requireNonNull(schedule, "schedule");
        }

        @Override
        public String type() {
            return "folder";
        }
    }

    /**
     * The hub asks an address.
     *
     * @param credential which of the tenant's secrets is sent ({@code secret:NAME}), never the secret itself
     */
    record Http(
            URI url,
            Map<String, String> headers,
            Optional<String> credential,
            Authentication authentication,
            Optional<Duration> schedule)
            implements Transport {
        public Http {
            Objects.requireNonNull(url, "url");
            headers = Map.copyOf(headers);
            Objects.requireNonNull(credential, "credential");
            Objects.requireNonNull(authentication, "authentication");
            Objects.requireNonNull(schedule, "schedule");
        }

        @Override
        public String type() {
            return "http";
        }
    }

    /** How the secret is sent. */
    enum Authentication {
        BEARER,
        BASIC,
        API_KEY
    }
}
