package io.billinghub.core.mail;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.MailMessage;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Hands a mail to the SMTP server. */
@ApplicationScoped
public class MailSender {

    private final MailClient client;

    public MailSender(MailClient client) {
        this.client = client;
    }

    /**
     * What the server took.
     *
     * @param recipients for whom it took the mail
     */
    public record Taken(String messageId, List<String> recipients) {}

    /** Fails if the server does not take the mail. */
    Uni<Void> send(String from, Mail mail) {
        return send(new MailMessage(from, mail.recipient(), mail.subject(), mail.body()))
                .replaceWithVoid();
    }

    /** Fails if the server does not take the mail for all of its recipients. */
    public Uni<Taken> send(MailMessage message) {
        return client.sendMail(message)
                .map(taken -> new Taken(taken.getMessageID(), List.copyOf(taken.getRecipients())));
    }
}
