package io.billinghub.adapters.dryrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.descriptor.AdapterDescriptors.Stored;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Contract tests: a sample of each adapter, and what it read in it. A descriptor that reads the sample otherwise is refused with the
 * difference, unless who changes it says that this is meant; then what it reads now is what it is held to.
 */
@ApplicationScoped
public class AdapterContracts {

    private static final int MOST_DIFFERENCES = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String KEEP = """
            insert into adapter_contract as c (tenant_id, adapter_id, partner_id, version, file_name, sample, expected, kept_at, kept_by)
            select hub_tenant(), a.id, a.partner_id, a.version, $2, $3, $4::text::jsonb, $5, $6 from adapter a where a.key = $1
            on conflict (adapter_id) do update set version = excluded.version, file_name = excluded.file_name,
              sample = excluded.sample, expected = excluded.expected, kept_at = excluded.kept_at, kept_by = excluded.kept_by
            """;
    private static final String FIND = """
            select c.version, c.file_name, c.sample, c.expected::text as expected, c.kept_at, c.kept_by
              from adapter_contract c join adapter a on a.id = c.adapter_id where a.key = $1
            """;

    private final TenantTransaction transactions;
    private final AdapterDescriptors adapters;
    private final SampleReading samples;
    private final Clock clock;

    AdapterContracts(TenantTransaction transactions, AdapterDescriptors adapters, SampleReading samples, Clock clock) {
        this.transactions = transactions;
        this.adapters = adapters;
        this.samples = samples;
        this.clock = clock;
    }

    /**
     * What an adapter is held to.
     *
     * @param version of the adapter that has read the sample last
     * @param fileName of the sample; null where it came without
     * @param lines how many the adapter reads in it
     */
    public record Contract(
            int version,
            String fileName,
            int sampleBytes,
            int lines,
            ObjectNode expected,
            Instant keptAt,
            String keptBy) {}

    private record Kept(Contract contract, byte[] sample) {}

    /** The adapter's contract; empty where it has none, or the login sees no such adapter. */
    public Uni<Optional<Contract>> find(SqlConnection connection, String adapter) {
        return kept(connection, adapter).map(found -> found.map(Kept::contract));
    }

    /** Keeps a sample that was tried, and what was read in it, inside the caller's transaction. */
    public Uni<Void> keep(
            SqlConnection connection, TenantContext context, String adapter, DryRuns.Sample sample, ObjectNode read) {
        return keep(connection, context, adapter, sample.fileName(), sample.content(), read);
    }

    /**
     * As {@link AdapterDescriptors#put(TenantContext, String, String, Consumer)}; the contract of an adapter that has one is tried
     * before it is stored.
     *
     * @param acceptChanges whether the sample may be read otherwise
     * @return fails with CONTRACT_BROKEN and the first differences
     */
    public Uni<Stored> put(
            TenantContext context,
            String key,
            String descriptor,
            Consumer<OptionalInt> condition,
            boolean acceptChanges) {
        return transactions.run(
                context,
                connection -> adapters.put(connection, context, key, descriptor, condition)
                        .call(stored -> kept(connection, key)
                                .flatMap(found -> found.map(
                                                kept -> hold(connection, context, stored, kept, acceptChanges))
                                        .orElseGet(() -> Uni.createFrom().voidItem()))));
    }

    private Uni<Void> hold(
            SqlConnection connection, TenantContext context, Stored stored, Kept kept, boolean acceptChanges) {
        return Waiting.onWorker(
                        () -> samples.read(stored.descriptor(), kept.contract().fileName(), kept.sample()))
                .flatMap(read -> {
                    List<String> differences = new ArrayList<>();
                    compare("", kept.contract().expected(), read, differences);
                    if (!differences.isEmpty() && !acceptChanges) {
                        int more = differences.size() - MOST_DIFFERENCES;
                        throw new HubException(
                                AdapterError.CONTRACT_BROKEN,
                                String.join(
                                                "; ",
                                                differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())))
                                        + (more > 0 ? "; and " + more + " more" : ""));
                    }
                    String key = stored.descriptor().key();
                    return keep(connection, context, key, kept.contract().fileName(), kept.sample(), read);
                });
    }

    private Uni<Void> keep(
            SqlConnection connection,
            TenantContext context,
            String adapter,
            String fileName,
            byte[] sample,
            ObjectNode read) {
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        adapter,
                        fileName,
                        Buffer.buffer(sample),
                        read.toString().replace("\\u0000", "\u2400"),
                        clock.instant().atOffset(ZoneOffset.UTC),
                        context.actor()))
                .replaceWithVoid();
    }

    private static Uni<Optional<Kept>> kept(SqlConnection connection, String adapter) {
        return connection.preparedQuery(FIND).execute(Tuple.of(adapter)).map(rows -> {
            for (Row row : rows) {
                byte[] sample = row.getBuffer("sample").getBytes();
                ObjectNode expected = read(row.getString("expected"));
                OffsetDateTime at = row.getOffsetDateTime("kept_at");
                return Optional.of(new Kept(
                        new Contract(
                                row.getInteger("version"),
                                row.getString("file_name"),
                                sample.length,
                                CanonicalDocument.lineCount(expected),
                                expected,
                                at.toInstant(),
                                row.getString("kept_by")),
                        sample));
            }
            return Optional.empty();
        });
    }

    /** Adds each place where the two differ, with what was and what is. */
    static void compare(String place, JsonNode expected, JsonNode read, List<String> differences) {
        if (expected.isObject() && read.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            read.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(place + "/" + name, expected.path(name), read.path(name), differences));
        } else if (expected.isArray() && read.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), read.size()); i++) {
                compare(place + "/" + i, expected.path(i), read.path(i), differences);
            }
        } else if (!shown(expected).equals(shown(read))) {
            differences.add(place + ": was " + shown(expected) + ", is " + shown(read));
        }
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "nothing" : node.toString();
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("jsonb is always JSON", bug);
        }
    }
}
