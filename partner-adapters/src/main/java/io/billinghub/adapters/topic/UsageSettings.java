package io.billinghub.adapters.topic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/** Topics of usage events: {@code hub.usage.*}. */
@ConfigMapping(prefix = "hub.usage")
public interface UsageSettings {

    /** What is read, by names of the operator's own. */
    Map<String, Source> topics();

    /** Most records that are taken in by one transaction. */
    @WithDefault("5000")
    int batchSize();

    /** Whose usage is in a topic. */
    interface Source {

        /** Key of the tenant. */
        String tenant();

        /** Key of the partner's role. */
        String partner();

        /** Whole name of the topic; without it {@code usage.} and the source's name, behind {@code hub.topic-prefix}. */
        Optional<String> topic();
    }
}
