package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.event.infrastructure.EventConsumer;
import io.billinghub.core.notification.application.FanOut;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Queues every event of the hub for those who listen, in processes with the role {@link Role#ADAPTERS}, which speak with systems
 * outside; others take no partition.
 */
@ApplicationScoped
public class NotificationConsumer {

    /** Name of the incoming channel. */
    public static final String CHANNEL = "notifications";

    private final EventConsumer consumer;
    private final Roles roles;

    @Inject
    NotificationConsumer(@Channel(CHANNEL) Multi<Message<String>> messages, FanOut fanOut, Roles roles) {
        this.consumer = new EventConsumer(CHANNEL, messages, fanOut::of);
        this.roles = roles;
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.ADAPTERS)) {
            consumer.start();
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        consumer.stop();
    }
}
