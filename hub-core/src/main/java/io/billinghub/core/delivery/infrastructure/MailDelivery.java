package io.billinghub.core.delivery.infrastructure;

import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.delivery.application.DeliveryConfig;
import io.billinghub.core.delivery.application.DocumentSender;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.Parcel;
import io.billinghub.core.delivery.model.Proof;
import io.billinghub.core.mail.MailConfig;
import io.billinghub.core.mail.MailSender;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Documents, or where they can be read, by mail. The Message-ID is made of the delivery's id, so that a repeated mail can be told. */
@ApplicationScoped
public class MailDelivery implements DocumentSender {

    private final MailSender sender;
    private final MailConfig mail;
    private final DeliveryConfig config;

    public MailDelivery(MailSender sender, MailConfig mail, DeliveryConfig config) {
        this.sender = sender;
        this.mail = mail;
        this.config = config;
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.EMAIL, Channel.PORTAL_LINK);
    }

    @Override
    public Uni<Proof> send(Parcel parcel) {
        String from = mail.from().orElseThrow(() -> new IllegalStateException("hub.mail.from is not set"));
        boolean link = parcel.to().channel() == Channel.PORTAL_LINK;
        String where = link ? "can be read at " + link(parcel) : "is attached";
        MailMessage message = new MailMessage(
                        from, parcel.to().target(), line(parcel.issuer()) + ": bill " + parcel.number(), """
                        Your bill %s of account %s %s.

                        %s

                        %s
                        """.formatted(
                                        parcel.number(),
                                        parcel.account(),
                                        where,
                                        parcel.dueDate()
                                                .map(day -> "Amount due: " + parcel.amountDue() + ", by " + day + ".")
                                                .orElse("Nothing is to be paid now."),
                                        parcel.issuer()))
                .setHeaders(MultiMap.caseInsensitiveMultiMap().set("Message-ID", messageId(parcel, from)));
        if (!link) {
            message.setAttachment(
                    parcel.documents().stream().map(MailDelivery::attachment).toList());
        }
        return sender.send(message)
                .map(taken -> new Proof(
                        "taken for " + String.join(", ", taken.recipients()), Optional.of(taken.messageId())));
    }

    private String link(Parcel parcel) {
        return config.portalUrl().orElseThrow(() -> new IllegalStateException("hub.delivery.portal-url is not set"))
                + "/?number=" + parcel.number();
    }

    private static String messageId(Parcel parcel, String from) {
        return "<" + parcel.id() + "@"
                + from.substring(from.lastIndexOf('@') + 1).replace(">", "") + ">";
    }

    private static MailAttachment attachment(KeptDocument.Content content) {
        return MailAttachment.create()
                .setName(content.document().name())
                .setContentType(content.document().form().mediaType())
                .setDisposition("attachment")
                .setData(Buffer.buffer(content.bytes()));
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
