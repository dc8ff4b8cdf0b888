package io.billinghub.core.event.infrastructure;

import io.billinghub.core.event.model.Topic;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The hub's topics in Kafka, made where they are missing: before the first consumer starts, and if the broker is out of
 * reach then, before the first event is sent.
 */
@ApplicationScoped
public class KafkaTopics {

    /** Name, without the prefix, of the topic that messages go to which no retry will help. */
    public static final String DEAD_LETTER = "dead-letter";

    private static final Logger LOG = Logger.getLogger(KafkaTopics.class);

    private final Map<String, Object> kafka;
    private final String prefix;
    private final KafkaTopicsConfig config;
    private volatile boolean ensured;

    /** @param kafka the settings {@code kafka.*} */
    @Inject
    KafkaTopics(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "hub.topic-prefix") String prefix,
            KafkaTopicsConfig config) {
        this.kafka = Map.copyOf(kafka);
        this.prefix = prefix;
        this.config = config;
    }

    /** The topic's whole name. */
    public String nameOf(String baseName) {
        return prefix + baseName;
    }

    // before Reactive Messaging starts the channels, which it does at LIBRARY_BEFORE
    void atStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started) {
        try {
            create();
        } catch (KafkaUnreachableException unreachable) {
            LOG.warn(unreachable.getMessage());
        }
    }

    /** Ends once every topic is there; cheap after the first success. */
    Uni<Void> ensure() {
        if (ensured) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(this::create);
    }

    private void create() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        int millis = Math.toIntExact(config.timeout().toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        try (Admin admin = Admin.create(settings)) {
            Set<String> present = admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
            List<NewTopic> missing = names().stream()
                    .filter(name -> !present.contains(name))
                    .map(name -> new NewTopic(name, config.partitions(), config.replication()))
                    .toList();
            for (var made : admin.createTopics(missing).values().entrySet()) {
                try {
                    made.getValue().get(millis, TimeUnit.MILLISECONDS);
                    LOG.infof("Made the Kafka topic %s", made.getKey());
                } catch (ExecutionException failure) {
                    if (!(failure.getCause() instanceof TopicExistsException)) { // else another process was faster
                        throw failure;
                    }
                }
            }
            ensured = true;
        } catch (ExecutionException | TimeoutException failure) {
            throw new KafkaUnreachableException(
                    "The topics " + names() + " can't be made at " + kafka.get("bootstrap.servers")
                            + ", so events wait in the outbox. Check kafka.bootstrap.servers and the broker. Cause: "
                            + (failure.getCause() == null ? failure : failure.getCause()),
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaUnreachableException("interrupted while the Kafka topics were made", interrupted);
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(Arrays.stream(Topic.values())
                .map(topic -> nameOf(topic.baseName()))
                .toList());
        names.add(nameOf(DEAD_LETTER));
        return names;
    }

    private static final class KafkaUnreachableException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        KafkaUnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
