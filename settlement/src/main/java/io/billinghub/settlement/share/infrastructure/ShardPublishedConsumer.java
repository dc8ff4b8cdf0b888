package io.billinghub.settlement.share.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.core.event.infrastructure.EventConsumer;
import io.billinghub.core.event.model.ReceivedEvent;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.settlement.share.application.ShareBills;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Shares the bills of each published shard, in processes with the role {@link Role#SETTLEMENT}; others take no partition. */
@ApplicationScoped
public class ShardPublishedConsumer {

    /** Name of the incoming channel. */
    public static final String CHANNEL = "settlement-shares";

    static final String TYPE = "io.billinghub.billrun.shard-published.v1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventConsumer consumer;
    private final Roles roles;

    @Inject
    ShardPublishedConsumer(@Channel(CHANNEL) Multi<Message<String>> messages, ShareBills shareBills, Roles roles) {
        this.consumer = new EventConsumer(CHANNEL, messages, event -> share(shareBills, event));
        this.roles = roles;
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.SETTLEMENT)) {
            consumer.start();
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        consumer.stop();
    }

    /** Events of other types have no effect here. */
    static Uni<Integer> share(ShareBills shareBills, ReceivedEvent event) {
        if (!event.type().equals(TYPE)) {
            return Uni.createFrom().item(0);
        }
        JsonNode published = read(event.data());
        if (!published.path("run").isTextual() || !published.path("shard").canConvertToInt()) {
            throw new IllegalArgumentException("the data must have \"run\" and \"shard\", but is " + event.data());
        }
        return shareBills.shardPublished(
                TenantContext.of(event.tenantId(), ShareBills.CONSUMER),
                event.id(),
                UUID.fromString(published.path("run").textValue()),
                published.path("shard").intValue());
    }

    private static JsonNode read(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    "the data must be JSON, but is not: " + malformed.getMessage(), malformed);
        }
    }
}
