package io.billinghub.api.catalog.job;

import io.billinghub.api.error.Failures;
import io.billinghub.api.error.Refusal;
import io.billinghub.core.process.PollLoop;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes jobs and does them, one after another, in processes with the role {@link Role#ADAPTERS}, any number of them. */
@ApplicationScoped
public class CatalogueJobWorker {

    private static final Logger LOG = Logger.getLogger(CatalogueJobWorker.class);
    private static final String ACTOR = "catalogue-job-worker";

    private final Tenants tenants;
    private final TenantTransaction transactions;
    private final JobTable jobs;
    private final CatalogueImport imports;
    private final CatalogueExport exports;
    private final JobSettings settings;
    private final Roles roles;
    private final String holder = UUID.randomUUID().toString();
    private final PollLoop loop;

    CatalogueJobWorker(
            Tenants tenants,
            TenantTransaction transactions,
            JobTable jobs,
            CatalogueImport imports,
            CatalogueExport exports,
            JobSettings settings,
            Roles roles) {
        this.tenants = tenants;
        this.transactions = transactions;
        this.jobs = jobs;
        this.imports = imports;
        this.exports = exports;
        this.settings = settings;
        this.roles = roles;
        this.loop = new PollLoop("looking for catalogue jobs", settings.poll(), this::workOnce);
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.ADAPTERS)) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        loop.stop();
    }

    /** Does all jobs that wait, in rounds, so that a tenant with many of them keeps no other one waiting. */
    Uni<Void> workOnce() {
        return PollLoop.untilNothingIsLeft(this::round);
    }

    /** Does at most one job of each tenant; answers whether there was any. */
    private Uni<Boolean> round() {
        return tenants.all()
                .flatMap(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> workOne(TenantContext.of(id, ACTOR)))
                        .filter(worked -> worked)
                        .collect()
                        .asList())
                .map(worked -> !worked.isEmpty());
    }

    private Uni<Boolean> workOne(TenantContext tenant) {
        return take(tenant)
                .flatMap(taken -> taken.map(job -> work(tenant, job).replaceWith(true))
                        .orElse(Uni.createFrom().item(false)));
    }

    private Uni<Optional<Job>> take(TenantContext tenant) {
        return transactions.run(
                tenant,
                transaction -> jobs.take(transaction, JobKind.IMPORT, holder, settings.lease())
                        .flatMap(taken -> taken.isPresent()
                                ? Uni.createFrom().item(taken)
                                : jobs.take(transaction, JobKind.EXPORT, holder, settings.lease())));
    }

    private Uni<Void> work(TenantContext tenant, Job job) {
        if (job.attempts() > settings.attempts()) {
            return fail(
                    tenant,
                    job,
                    "the job was begun " + settings.attempts()
                            + " times, and each time its process ended before the job did; nothing was changed");
        }
        TenantContext login = TenantContext.of(tenant.tenantId(), job.requestedBy());
        return Uni.createFrom()
                .deferred(() -> switch (job.kind()) {
                    case IMPORT -> imports.run(login, job, holder);
                    case EXPORT -> exports.run(login, job, holder);
                })
                .onFailure()
                .recoverWithUni(failure -> end(tenant, job, failure));
    }

    private Uni<Void> end(TenantContext tenant, Job job, Throwable failure) {
        if (failure instanceof JobFailure) {
            return fail(tenant, job, failure.getMessage());
        }
        Optional<Refusal> refusal = Failures.expected(failure).filter(expected -> !expected.retryable());
        if (refusal.isPresent()) {
            return fail(tenant, job, refusal.get().code() + ": " + refusal.get().detail());
        }
        LOG.errorf(failure, "catalogue job %s failed for the %d. time", job.id(), job.attempts());
        return job.attempts() < settings.attempts()
                ? transactions.run(tenant, transaction -> jobs.release(transaction, job, holder))
                : fail(
                        tenant,
                        job,
                        "the hub has failed; nothing was changed. Its log tells the cause under " + job.id());
    }

    private Uni<Void> fail(TenantContext tenant, Job job, String errorLog) {
        return transactions.run(tenant, transaction -> jobs.fail(transaction, job, holder, errorLog));
    }
}
