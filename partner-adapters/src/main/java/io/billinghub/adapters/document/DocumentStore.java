package io.billinghub.adapters.document;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The raw bytes: stored in a transaction of their own, before anybody looks inside. */
@ApplicationScoped
public class DocumentStore {

    private static final int CHUNK = 1 << 20;
    private static final String RECEIVED = "io.billinghub.document.received.v1";

    private static final String PARTNER = "select id from party_role where role = 'PARTNER' and key = $1";
    // a partner that came by an import has no case, and is active
    private static final String CASE = "select state from onboarding_case where partner_id = $1 and state <> 'ACTIVE'";
    private static final String ADAPTERS = """
            select id, key, version, enabled from adapter where partner_id = $1 and ($2::text is null or key = $2) order by key
            """;
    // waits for a transaction that stores the same bytes at the same time, and then inserts nothing
    private static final String INSERT = """
            insert into received_document (tenant_id, uuid, partner_id, adapter_id, adapter_version, sha256, size, content_type,
                                           file_name, transport, received_at, received_by, status)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'RECEIVED')
            on conflict (tenant_id, partner_id, sha256) do nothing
            returning id
            """;
    private static final String FIRST = "select id, uuid from received_document where partner_id = $1 and sha256 = $2";
    private static final String CHUNKS =
            "insert into document_chunk (tenant_id, document_id, position, bytes) values ($1, $2, $3, $4)";
    private static final String CHUNK_OF = "select bytes from document_chunk where document_id = $1 and position = $2";

    private final TenantTransaction transactions;
    private final Outbox outbox;
    private final IdGenerator ids;

    public DocumentStore(TenantTransaction transactions, Outbox outbox, IdGenerator ids) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.ids = ids;
    }

    /**
     * A stored document.
     *
     * @param id {@code received_document.id}
     * @param first false if the same bytes were there before
     */
    public record Stored(long id, boolean first) {}

    private record Adapter(long id, String key, int version) {}

    /**
     * Stores the bytes, unless the partner has sent the same before.
     *
     * @throws HubException UNKNOWN_PARTNER, PARTNER_NOT_ACTIVE, UNKNOWN_ADAPTER, ADAPTER_NEEDED, ADAPTER_DISABLED
     */
    public Uni<Stored> store(ReceivedDocument document, SpooledDocument content) {
        return transactions.run(
                document.context(),
                connection -> Waiting.onWorker(() -> {
                    requireActive(connection, document.partner());
                    return store(connection, document, content);
                }));
    }

    /**
     * Stores the bytes in the caller's transaction, whether the partner is active or not: for those who only try a document and
     * roll it back; for worker threads.
     *
     * @throws HubException UNKNOWN_PARTNER, UNKNOWN_ADAPTER, ADAPTER_NEEDED, ADAPTER_DISABLED
     */
    public Stored store(SqlConnection connection, ReceivedDocument document, SpooledDocument content) {
        long partner = partner(connection, document.partner());
        Adapter adapter = adapter(connection, partner, document);
        UUID uuid = ids.next();
        Tuple values = Tuple.tuple()
                .addInteger(document.context().tenantId())
                .addUUID(uuid)
                .addLong(partner)
                .addLong(adapter.id())
                .addInteger(adapter.version())
                .addValue(Buffer.buffer(content.sha256()))
                .addLong(content.size())
                .addString(document.contentType())
                .addString(document.fileName())
                .addString(document.transport())
                .addOffsetDateTime(document.receivedAt().atOffset(ZoneOffset.UTC))
                .addString(document.context().actor());
        RowSet<Row> inserted = Waiting.of(connection.preparedQuery(INSERT).execute(values));
        if (inserted.size() == 0) {
            Tuple key = Tuple.of(partner, Buffer.buffer(content.sha256()));
            RowSet<Row> first = Waiting.of(connection.preparedQuery(FIRST).execute(key));
            return new Stored(first.iterator().next().getLong(0), false);
        }
        long id = inserted.iterator().next().getLong(0);
        storeChunks(connection, document.context().tenantId(), id, content.file());
        Waiting.of(outbox.append(connection, document.context(), List.of(received(uuid, document, adapter, content))));
        return new Stored(id, true);
    }

    private static DomainEvent received(
            UUID uuid, ReceivedDocument document, Adapter adapter, SpooledDocument content) {
        String data = new JsonObject()
                .put("documentId", uuid.toString())
                .put("partner", document.partner())
                .put("adapter", adapter.key())
                .put("status", "RECEIVED")
                .put("size", content.size())
                .encode();
        return new DomainEvent(
                StableId.of(uuid, RECEIVED),
                Topic.DOCUMENTS,
                document.partner(),
                RECEIVED,
                uuid.toString(),
                document.receivedAt(),
                data);
    }

    /**
     * A document that no adapter reads, since its lines are the hub's own.
     *
     * @param first false if the partner has sent the same bytes before
     */
    public record StoredLines(long id, UUID uuid, long partnerId, boolean first) {}

    /**
     * Stores the bytes of a document that no adapter reads, in the caller's transaction, unless the partner has sent the
     * same in the same way before; for worker threads. Bytes that also came as a document for an adapter are another document.
     *
     * @throws HubException UNKNOWN_PARTNER, PARTNER_NOT_ACTIVE
     */
    public StoredLines storeLines(SqlConnection connection, ReceivedDocument document, byte[] content) {
        long partner = requireActive(connection, document.partner());
        UUID uuid = ids.next();
        String way = document.transport() + '\n' + document.contentType() + '\n';
        Buffer sha256 = Buffer.buffer(SpooledDocument.sha256(way.getBytes(StandardCharsets.UTF_8), content));
        Tuple values = Tuple.tuple()
                .addInteger(document.context().tenantId())
                .addUUID(uuid)
                .addLong(partner)
                .addLong(null)
                .addInteger(null)
                .addValue(sha256)
                .addLong((long) content.length)
                .addString(document.contentType())
                .addString(document.fileName())
                .addString(document.transport())
                .addOffsetDateTime(document.receivedAt().atOffset(ZoneOffset.UTC))
                .addString(document.context().actor());
        RowSet<Row> inserted = Waiting.of(connection.preparedQuery(INSERT).execute(values));
        if (inserted.size() == 0) {
            RowSet<Row> there = Waiting.of(connection.preparedQuery(FIRST).execute(Tuple.of(partner, sha256)));
            Row first = there.iterator().next();
            return new StoredLines(first.getLong(0), first.getUUID(1), partner, false);
        }
        long id = inserted.iterator().next().getLong(0);
        int tenant = document.context().tenantId();
        for (int position = 0; position * CHUNK < content.length; position++) {
            int end = Math.min(content.length, (position + 1) * CHUNK);
            Buffer chunk = Buffer.buffer(Arrays.copyOfRange(content, position * CHUNK, end));
            Waiting.of(connection.preparedQuery(CHUNKS).execute(Tuple.of(tenant, id, position, chunk)));
        }
        return new StoredLines(id, uuid, partner, true);
    }

    private static long requireActive(SqlConnection connection, String key) {
        long partner = partner(connection, key);
        RowSet<Row> rows = Waiting.of(connection.preparedQuery(CASE).execute(Tuple.of(partner)));
        if (rows.size() > 0) {
            throw new HubException(
                    AdapterError.PARTNER_NOT_ACTIVE,
                    "the case of partner " + key + " is "
                            + rows.iterator().next().getString(0));
        }
        return partner;
    }

    private static long partner(SqlConnection connection, String key) {
        RowSet<Row> rows = Waiting.of(connection.preparedQuery(PARTNER).execute(Tuple.of(key)));
        if (rows.size() == 0) {
            throw new HubException(AdapterError.UNKNOWN_PARTNER, "there is no partner " + key);
        }
        return rows.iterator().next().getLong(0);
    }

    private static Adapter adapter(SqlConnection connection, long partner, ReceivedDocument document) {
        RowSet<Row> rows =
                Waiting.of(connection.preparedQuery(ADAPTERS).execute(Tuple.of(partner, document.adapter())));
        List<String> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(row.getString("key")));
        if (keys.isEmpty()) {
            throw new HubException(
                    AdapterError.UNKNOWN_ADAPTER,
                    document.adapter() == null
                            ? "partner " + document.partner() + " has no adapter"
                            : "partner " + document.partner() + " has no adapter " + document.adapter());
        }
        if (keys.size() > 1) {
            throw new HubException(AdapterError.ADAPTER_NEEDED, "partner " + document.partner() + " has " + keys);
        }
        Row row = rows.iterator().next();
        if (!row.getBoolean("enabled")) {
            throw new HubException(AdapterError.ADAPTER_DISABLED, "adapter " + keys.get(0) + " is switched off");
        }
        return new Adapter(row.getLong("id"), keys.get(0), row.getInteger("version"));
    }

    private static void storeChunks(SqlConnection connection, int tenant, long id, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            int position = 0;
            for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                Waiting.of(connection
                        .preparedQuery(CHUNKS)
                        .execute(Tuple.of(tenant, id, position++, Buffer.buffer(chunk))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One piece of the raw bytes, or an empty array behind the last one. */
    public Uni<byte[]> chunk(TenantContext context, long id, int position) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(CHUNK_OF)
                        .execute(Tuple.of(id, position))
                        .map(rows -> rows.size() == 0
                                ? new byte[0]
                                : rows.iterator().next().getBuffer(0).getBytes()));
    }

    /** Writes the raw bytes into the file; for worker threads. */
    public void copyTo(TenantContext context, long id, Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            int position = 0;
            for (byte[] chunk = Waiting.of(chunk(context, id, position));
                    chunk.length > 0;
                    chunk = Waiting.of(chunk(context, id, position))) {
                out.write(chunk);
                position++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
