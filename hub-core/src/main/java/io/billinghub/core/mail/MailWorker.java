package io.billinghub.core.mail;

import io.billinghub.core.process.PollLoop;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Looks for mails to be sent: what a killed process left is found by the next one. */
@ApplicationScoped
public class MailWorker {

    private final PollLoop loop;
    private final MailConfig config;
    private final Roles roles;

    MailWorker(OutgoingMails mails, MailConfig config, Roles roles) {
        this.loop = new PollLoop("looking for mails to be sent", config.poll(), mails::work);
        this.config = config;
        this.roles = roles;
    }

    void start(@Observes StartupEvent event) {
        if (roles.has(Role.ADAPTERS) && config.from().isPresent()) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }
}
