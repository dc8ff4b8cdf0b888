package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.catalog.job.CatalogueFile.Entry;
import io.billinghub.api.catalog.job.CatalogueOrder.Change;
import io.billinghub.api.catalog.job.RemoteFiles.Fetched;
import io.billinghub.api.error.Failures;
import io.billinghub.api.tmf630.resource.ResourceTransfer;
import io.billinghub.api.tmf630.resource.TmfResource;
import io.billinghub.api.tmf630.resource.TmfResources;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The use case of an import: fetch, read, and store all of it together with the end of its job. */
@ApplicationScoped
public class CatalogueImport {

    private final RemoteFiles files;
    private final JobTable jobs;
    private final TenantTransaction transactions;
    private final TmfResources resources;
    private final ResourceTransfer transfer;

    CatalogueImport(
            RemoteFiles files,
            JobTable jobs,
            TenantTransaction transactions,
            TmfResources resources,
            ResourceTransfer transfer) {
        this.files = files;
        this.jobs = jobs;
        this.transactions = transactions;
        this.resources = resources;
        this.transfer = transfer;
    }

    /** @return fails with {@link JobFailure} for what is wrong with the file; nothing of it is stored then */
    Uni<Void> run(TenantContext login, Job job, String holder) {
        return files.fetch(job.url())
                .emitOn(Infrastructure.getDefaultWorkerPool()) // reading is computing
                .map(fetched -> CatalogueOrder.of(CatalogueFile.read(
                        fetched.bytes(), format(job, fetched), job.path().map(CatalogueType::ofPath))))
                .flatMap(changes -> transactions.run(
                        login,
                        transaction -> jobs.hold(transaction, job, holder)
                                .flatMap(mine -> mine
                                        ? store(transaction, login, changes)
                                                .flatMap(stored -> jobs.succeed(transaction, job, holder))
                                        : Uni.createFrom().voidItem())));
    }

    /** What the job says, else what the file's site says, else its name. */
    private static FileFormat format(Job job, Fetched fetched) {
        return job.contentType()
                .or(fetched::contentType)
                .flatMap(FileFormat::of)
                .orElse(job.url().matches("(?i).*\\.(ndjson|jsonl)(\\?.*)?") ? FileFormat.NDJSON : FileFormat.JSON);
    }

    private Uni<Void> store(SqlConnection transaction, TenantContext login, List<Change> changes) {
        List<TmfResource> types = changes.stream()
                .map(change -> change.entry().type())
                .distinct()
                .sorted()
                .map(this::resource)
                .toList();
        return transfer.lock(transaction, types)
                .onItem()
                .transformToMulti(locked -> Multi.createFrom().iterable(changes))
                .onItem()
                .transformToUniAndConcatenate(change -> store(transaction, login, change))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<ObjectNode> store(SqlConnection transaction, TenantContext login, Change change) {
        Entry entry = change.entry();
        return Uni.createFrom()
                .deferred(() -> transfer.put(transaction, login, resource(entry.type()), change.id(), entry.resource()))
                .onFailure()
                .transform(failure -> pointed(entry, failure));
    }

    private TmfResource resource(CatalogueType type) {
        return resources.at(type.resourcePath()).orElseThrow();
    }

    /** Names the resource of what was refused; trouble of another kind stays as it is, to be tried again. */
    private static Throwable pointed(Entry entry, Throwable failure) {
        return Failures.expected(failure)
                .filter(refusal -> !refusal.retryable())
                .<Throwable>map(refusal -> new JobFailure(
                        entry.place() + " (" + entry.type().segment() + name(entry) + "): " + refusal.code() + ": "
                                + refusal.detail() + " " + refusal.whatToDo(),
                        failure))
                .orElse(failure);
    }

    private static String name(Entry entry) {
        return Optional.of(entry.resource().path("name").asText())
                .filter(name -> !name.isBlank())
                .map(name -> " '" + name + "'")
                .orElse("");
    }
}
