package io.billinghub.core.mail;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.MailMessage;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.enterprise.context.ApplicationScoped;

/** Hands a mail to the SMTP server. */
@ApplicationScoped
public class MailSender {

    private final MailClient client;

    public MailSender(MailClient client) {
        this.client = client;
    }

    /** Fails if the server does not take the mail. */
    Uni<Void> send(String from, Mail mail) {
        MailMessage message = new MailMessage(from, mail.recipient(), mail.subject(), mail.body());
        return client.sendMail(message).replaceWithVoid();
    }
}
