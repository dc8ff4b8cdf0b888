package io.billinghub.adapters.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.transport.Credentials;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.RemoteFile;
import io.billinghub.adapters.transport.WorkerBridge;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** One pull under its lease. */
final class PullRun implements PullSession {

    private static final Logger LOG = Logger.getLogger(PullRun.class);

    /** What a run works with. */
    record Services(
            DocumentIntake intake,
            PullTable table,
            WorkerBridge bridge,
            Credentials credentials,
            Clock clock,
            PullSettings settings) {}

    private final Services services;
    private final PullTable.Lease lease;
    private final AdapterDescriptors.Stored adapter;
    private final List<IntakeOutcome> outcomes = new ArrayList<>();
    private String cursor;
    private RuntimeException failure;
    private Duration wish;

    PullRun(Services services, PullTable.Lease lease, AdapterDescriptors.Stored adapter) {
        this.services = services;
        this.lease = lease;
        this.adapter = adapter;
        this.cursor = lease.cursor();
    }

    @Override
    public String tenantKey() {
        return adapter.tenantKey();
    }

    @Override
    public String adapterKey() {
        return adapter.descriptor().key();
    }

    @Override
    public JsonNode options() {
        return adapter.descriptor().transport().options();
    }

    @Override
    public Instant now() {
        return services.clock().instant();
    }

    @Override
    public String secret(String reference) {
        return services.credentials().secret(adapter.tenantKey(), reference);
    }

    @Override
    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    @Override
    public void cursor(String value) {
        services.bridge().await(() -> services.table().keep(lease, value));
        cursor = value;
    }

    @Override
    public void document(String name, String contentType, InputStream content) {
        ReceivedDocument document = new ReceivedDocument(
                lease.context(),
                adapter.descriptor().partner(),
                adapterKey(),
                adapter.descriptor().transport().type(),
                name,
                contentType,
                now());
        try {
            confirm();
            outcomes.add(services.bridge().await(() -> services.intake().receive(document, content)));
        } catch (RuntimeException e) {
            failed(e);
            throw e;
        }
    }

    @Override
    public boolean pulled(RemoteFile file) {
        return !pulled(List.of(file)).isEmpty();
    }

    @Override
    public Set<RemoteFile> pulled(Collection<RemoteFile> files) {
        return services.bridge().await(() -> services.table().pulled(lease, files));
    }

    @Override
    public void notePulled(RemoteFile file) {
        services.bridge().await(() -> services.table().notePulled(lease, file));
    }

    @Override
    public void forgetAllBut(Collection<RemoteFile> present) {
        services.bridge().await(() -> services.table().forgetAllBut(lease, present));
    }

    @Override
    public void forgetBetween(String after, String to, Collection<RemoteFile> present) {
        services.bridge().await(() -> services.table().forgetBetween(lease, after, to, present));
    }

    @Override
    public void confirm() {
        services.bridge()
                .await(() -> services.table().renew(lease, services.settings().lease()));
    }

    @Override
    public void failed(RuntimeException problem) {
        if (failure == null) {
            failure = problem;
        } else if (failure != problem) {
            LOG.warnf("Adapter %s: %s", adapterKey(), problem.getMessage());
        }
    }

    /** What the transport has ended with says more than what it was told on the way. */
    void ended(RuntimeException problem) {
        failure = problem;
    }

    @Override
    public void retryAfter(Duration wait) {
        wish = wait;
    }

    List<IntakeOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** The first failure, or null. */
    RuntimeException failure() {
        return failure;
    }

    Optional<Duration> wish() {
        return Optional.ofNullable(wish);
    }
}
