package io.billinghub.api.catalog.job;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.resource.ResourceTransfer;
import io.billinghub.api.tmf630.resource.TmfResource;
import io.billinghub.api.tmf630.resource.TmfResources;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The use case of an export: read the catalogue as it is at one moment, keep the file, and send it where the job says. */
@ApplicationScoped
public class CatalogueExport {

    private static final int PAGE = 500;

    /** What a file holds are whole resources, all of them. */
    private static final Set<String> NOT_FOR_FILES = Set.of("fields", "offset", "limit");

    private final RemoteFiles files;
    private final JobTable jobs;
    private final JobSettings settings;
    private final TenantTransaction transactions;
    private final TmfResources resources;
    private final ResourceTransfer transfer;

    CatalogueExport(
            RemoteFiles files,
            JobTable jobs,
            JobSettings settings,
            TenantTransaction transactions,
            TmfResources resources,
            ResourceTransfer transfer) {
        this.files = files;
        this.jobs = jobs;
        this.settings = settings;
        this.transactions = transactions;
        this.resources = resources;
        this.transfer = transfer;
    }

    /** Where the hub keeps the file of the export. */
    static String kept(Job job) {
        return ExportFileResource.PATH + "/" + job.id();
    }

    /** Whether the file is sent to an address; else the url is a name under which the hub keeps it. */
    static boolean isSent(String url) {
        return url.contains(":");
    }

    /**
     * Makes sure that the query can be asked of the resource.
     *
     * @throws HubException INVALID_PARAMETER, UNSUPPORTED_VALUE
     */
    void requireQuery(Optional<String> path, Optional<String> query) {
        Optional<CatalogueType> type = path.map(CatalogueType::ofPath);
        if (query.isPresent() && type.isEmpty()) {
            throw new HubException(
                    ApiError.UNSUPPORTED_VALUE, "/query: filters one type of resource; say in path which one.");
        }
        query.ifPresent(text -> request(resource(type.orElseThrow()), text, 0));
    }

    /** @return fails with {@link JobFailure} where the file is too large, or is not taken */
    Uni<Void> run(TenantContext login, Job job, String holder) {
        FileFormat format = job.contentType().map(FileFormat::required).orElse(FileFormat.JSON);
        List<CatalogueType> types = job.path()
                .map(CatalogueType::ofPath)
                .map(List::of)
                .orElseGet(() -> Arrays.asList(CatalogueType.values()));
        CatalogueWriter written = new CatalogueWriter(format, settings.largestFile());
        return transactions
                .snapshot(
                        login,
                        transaction -> Multi.createFrom()
                                .iterable(types)
                                .onItem()
                                .transformToUniAndConcatenate(type -> collect(
                                        transaction, resource(type), job.query().orElse(""), 0, written))
                                .onItem()
                                .ignoreAsUni())
                .map(read -> written.file())
                .call(file -> isSent(job.url())
                        ? files.send(job.url(), file, format.mediaType())
                        : Uni.createFrom().voidItem())
                .flatMap(file -> transactions.run(
                        login,
                        transaction -> jobs.keep(
                                        transaction, job, holder, file, isSent(job.url()) ? job.url() : kept(job))
                                .flatMap(kept -> jobs.succeed(transaction, job, holder))));
    }

    private Uni<Void> collect(
            SqlConnection transaction, TmfResource resource, String query, int offset, CatalogueWriter written) {
        return transfer.page(transaction, resource, request(resource, query, offset))
                .invoke(page -> page.forEach(written::add))
                .flatMap(page -> page.size() < PAGE
                        ? Uni.createFrom().voidItem()
                        : collect(transaction, resource, query, offset + PAGE, written));
    }

    private TmfResource resource(CatalogueType type) {
        return resources.at(type.resourcePath()).orElseThrow();
    }

    private static ListRequest request(TmfResource resource, String query, int offset) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (String parameter : query.replaceFirst("^\\?", "").split("&", -1)) {
            if (!parameter.isEmpty()) {
                String[] parts = parameter.split("=", 2);
                parameters.add(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        parameters.keySet().stream().filter(NOT_FOR_FILES::contains).findFirst().ifPresent(name -> {
            throw new HubException(
                    ApiError.INVALID_PARAMETER, "/query: '" + name + "' does not scope an export; use filters.");
        });
        parameters.putSingle("offset", Integer.toString(offset));
        parameters.putSingle("limit", Integer.toString(PAGE));
        return ListRequest.parse(resource.definition().type(), parameters);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER,
                    "/query: '" + text + "' has a % without two hexadecimal digits.",
                    malformed);
        }
    }
}
