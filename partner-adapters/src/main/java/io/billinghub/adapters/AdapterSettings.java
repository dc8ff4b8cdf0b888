package io.billinghub.adapters;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits and places of the partner adapters: {@code hub.adapters.*}. */
@ConfigMapping(prefix = "hub.adapters")
public interface AdapterSettings {

    /** Largest document as it is received, in bytes. */
    @WithDefault("67108864")
    long maxDocumentSize();

    /** Largest document after gzip or zip was taken off, in bytes. */
    @WithDefault("268435456")
    long maxUnpackedSize();

    /** Most bytes that one packed byte may unfold to. */
    @WithDefault("100")
    int maxCompressionRatio();

    /** Largest JSON document that a JSONata expression is given, in bytes: it is held in memory. */
    @WithDefault("16777216")
    long maxMappedSize();

    /** Folder below which each tenant has its inbox. */
    @WithDefault("data/inbox")
    String inbox();

    /** How long a partner's system may take to accept a connection. */
    @WithDefault("PT5S")
    Duration connectTimeout();

    /** How long a partner's system may stay silent while it answers. */
    @WithDefault("PT60S")
    Duration responseTimeout();

    /** Whether adapters with a schedule are pulled by it; on demand works either way. */
    @WithDefault("true")
    boolean scheduled();

    /** How often a process looks for changed descriptors and for documents that a crash left unprocessed. */
    @WithDefault("PT10S")
    Duration refresh();

    /** How long a received document may stay unprocessed before it is processed again. */
    @WithDefault("PT5M")
    Duration retryAfter();
}
