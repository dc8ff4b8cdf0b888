package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterSettings;
import java.time.Duration;

/** Small limits and short waits. */
record TestSettings(String inbox, Duration responseTimeout) implements AdapterSettings {

    @Override
    public long maxDocumentSize() {
        return 64 << 20;
    }

    @Override
    public long maxUnpackedSize() {
        return 256 << 20;
    }

    @Override
    public int maxCompressionRatio() {
        return 100;
    }

    @Override
    public long maxMappedSize() {
        return 16 << 20;
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(2);
    }

    @Override
    public boolean scheduled() {
        return true;
    }

    @Override
    public Duration refresh() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration retryAfter() {
        return Duration.ofMinutes(5);
    }
}
