package io.billinghub.core.delivery.infrastructure;

import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.delivery.application.DeliveryConfig;
import io.billinghub.core.delivery.application.DocumentSender;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.Parcel;
import io.billinghub.core.delivery.model.Proof;
import io.billinghub.core.notification.application.SignedMessage;
import io.billinghub.core.notification.infrastructure.Targets;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Documents in the body of a signed POST, as webhooks of events are signed; {@code Hub-Event-Id} is the delivery's id. */
@ApplicationScoped
public class WebhookDelivery implements DocumentSender {

    /** A preference's secret is never rotated: it has a new one when it is made anew. */
    public static final int SECRET_GENERATION = 1;

    private final Targets targets;
    private final SignedMessage messages;
    private final DeliveryConfig config;
    private final Clock clock;

    public WebhookDelivery(Targets targets, SignedMessage messages, DeliveryConfig config, Clock clock) {
        this.targets = targets;
        this.messages = messages;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.WEBHOOK);
    }

    @Override
    public Uni<Proof> send(Parcel parcel) {
        String body = body(parcel);
        return targets.call(
                        "POST",
                        parcel.to().target(),
                        messages.headers(
                                parcel.to().id(),
                                false,
                                SECRET_GENERATION,
                                parcel.id(),
                                clock.instant().getEpochSecond(),
                                body),
                        body,
                        config.timeout().dividedBy(2))
                .map(answer -> {
                    if (!answer.taken()) {
                        throw new IllegalStateException(
                                answer.error().orElseThrow() + (answer.body().isBlank() ? "" : ": " + answer.body()));
                    }
                    return new Proof((answer.status().orElseThrow() + " " + answer.body()).strip(), Optional.empty());
                });
    }

    private static String body(Parcel parcel) {
        JsonArray documents = new JsonArray();
        for (KeptDocument.Content each : parcel.documents()) {
            documents.add(new JsonObject()
                    .put("name", each.document().name())
                    .put("form", each.document().form().name())
                    .put("mediaType", each.document().form().mediaType())
                    .put("size", each.document().size())
                    .put("sha256", each.document().sha256())
                    .put("content", Base64.getEncoder().encodeToString(each.bytes())));
        }
        return new JsonObject()
                .put("deliveryId", parcel.id().toString())
                .put("billId", parcel.bill().toString())
                .put("billNumber", parcel.number())
                .put("account", parcel.account())
                .put("documents", documents)
                .encode();
    }
}
