package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.descriptor.Transport;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Fetches what an adapter's transport holds, now. */
@ApplicationScoped
public class PullAdapter {

    private final AdapterDescriptors descriptors;
    private final DocumentIntake intake;
    private final WorkerBridge bridge;
    private final Clock clock;
    private final HttpFetch http;
    private final FolderFetch folder;

    @Inject
    public PullAdapter(
            AdapterDescriptors descriptors,
            DocumentIntake intake,
            WorkerBridge bridge,
            Clock clock,
            CamelContext camel,
            AdapterSettings settings,
            Config config,
            @ConfigProperty(name = "hub.egress.allow") Optional<List<String>> egress) {
        this(
                descriptors,
                intake,
                bridge,
                clock,
                camel,
                settings,
                name -> config.getOptionalValue(name, String.class),
                egress.orElse(List.of()));
    }

    /** @param configuration where tenants' secrets are looked up, see {@link Credentials} */
    PullAdapter(
            AdapterDescriptors descriptors,
            DocumentIntake intake,
            WorkerBridge bridge,
            Clock clock,
            CamelContext camel,
            AdapterSettings settings,
            Function<String, Optional<String>> configuration,
            List<String> egress) {
        this.descriptors = descriptors;
        this.intake = intake;
        this.bridge = bridge;
        this.clock = clock;
        Credentials credentials = new Credentials(configuration);
        this.http = new HttpFetch(camel, new EgressRule(egress), credentials, settings);
        this.folder = new FolderFetch(camel, settings);
    }

    /**
     * Pulls the adapter on a worker thread.
     *
     * @return the outcomes of the documents that were there, in their order; fails with a HubException (UNKNOWN_ADAPTER,
     *     NOT_PULLED, FOLDER_REFUSED, TARGET_REFUSED, CREDENTIAL_MISSING, PARTNER_REFUSED, PARTNER_UNAVAILABLE) if nothing
     *     could be fetched
     */
    public Uni<List<IntakeOutcome>> pullNow(TenantContext context, String adapterKey) {
        return Waiting.onWorker(() -> pull(context, adapterKey));
    }

    /** As {@link #pullNow}; for blocking threads. */
    List<IntakeOutcome> pull(TenantContext context, String adapterKey) {
        AdapterDescriptors.Stored adapter = bridge.await(() -> descriptors.get(context, adapterKey));
        if (!adapter.enabled()) {
            throw new HubException(AdapterError.ADAPTER_DISABLED, "adapter " + adapterKey + " is switched off");
        }
        AdapterDescriptor descriptor = adapter.descriptor();
        List<IntakeOutcome> outcomes = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        Fetched fetched = (name, contentType, content) -> {
            ReceivedDocument document = new ReceivedDocument(
                    context,
                    descriptor.partner(),
                    adapterKey,
                    descriptor.transport().type(),
                    name,
                    contentType,
                    clock.instant());
            try {
                outcomes.add(bridge.await(() -> intake.receive(document, content)));
            } catch (RuntimeException e) {
                failures.add(e);
                throw e;
            }
        };
        if (descriptor.transport() instanceof Transport.Http target) {
            http.fetch(adapter.tenantKey(), target, fetched);
        } else if (descriptor.transport() instanceof Transport.Folder place) {
            folder.fetch(adapter.tenantKey(), adapterKey, place, fetched);
        } else {
            throw new HubException(AdapterError.NOT_PULLED, "adapter " + adapterKey + " receives what is pushed");
        }
        if (outcomes.isEmpty() && !failures.isEmpty()) {
            throw failures.get(0);
        }
        return List.copyOf(outcomes);
    }
}
