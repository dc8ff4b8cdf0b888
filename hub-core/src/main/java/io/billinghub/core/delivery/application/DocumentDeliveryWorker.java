package io.billinghub.core.delivery.application;

import io.billinghub.core.process.PollLoop;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Looks for documents to be delivered: what a killed process left is found by the next one. */
@ApplicationScoped
public class DocumentDeliveryWorker {

    private final PollLoop loop;
    private final Roles roles;

    DocumentDeliveryWorker(DocumentDeliveries deliveries, DeliveryConfig config, Roles roles) {
        this.loop = new PollLoop("looking for documents to be delivered", config.poll(), deliveries::work);
        this.roles = roles;
    }

    void start(@Observes StartupEvent event) {
        if (roles.has(Role.ADAPTERS)) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }
}
