package io.billinghub.adapters.quarantine;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * Which open entries are meant: those that all that is named here fits.
 *
 * @param partner key of the partner, or null
 * @param rule code of the rule, or null
 * @param cause the value that is missing or wrong, or null for any
 * @param document id of a document, or null
 * @param entries ids of entries, or null
 */
public record Selection(String partner, String rule, String cause, UUID document, List<UUID> entries) {

    private static final int MOST_ENTRIES = 1000;

    /** A condition on {@code quarantine_entry q}, {@code received_document d} and {@code party_role r}; its parameters are $1 to $5. */
    static final String OPEN = """
            q.status = 'OPEN' and q.severity <> 'WARN'
               and ($1::text is null or r.key = $1) and ($2::text is null or q.rule_code = $2)
               and ($3::text is null or q.cause = $3) and ($4::uuid is null or d.uuid = $4)
               and ($5::uuid[] is null or q.uuid = any ($5))
            """;

    /**
     * Documents of which lines wait though all that kept them back is settled, or whose replay was given up before they were received
     * again, where the document itself is named; the same parameters.
     */
    static final String STILL_WAITING = """
            d.uuid = $4 and (d.quarantined_lines > 0 or d.status = 'RECEIVED' and exists (
                 select from quarantine_replay_document x where x.document_id = d.id and x.status = 'FAILED')) and $2::text is null and $3::text is null and $5::uuid[] is null
               and ($1::text is null or r.key = $1)
            """;

    /** @throws HubException INVALID_REQUEST where it names nothing, or too many entries */
    public Selection {
        if (partner == null && document == null && (entries == null || entries.isEmpty())) {
            throw new HubException(
                    AdapterError.INVALID_REQUEST, "name a partner, a document or entries: all at once is not meant");
        }
        if (entries != null && entries.size() > MOST_ENTRIES) {
            throw new HubException(
                    AdapterError.INVALID_REQUEST, "at most " + MOST_ENTRIES + " entries; name their cause instead");
        }
        entries = entries == null ? null : List.copyOf(entries);
    }

    Tuple values() {
        return Tuple.tuple()
                .addString(partner)
                .addString(rule)
                .addString(cause)
                .addUUID(document)
                .addValue(entries == null ? null : entries.toArray(UUID[]::new));
    }
}
