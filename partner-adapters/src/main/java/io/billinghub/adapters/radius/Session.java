package io.billinghub.adapters.radius;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.radius.RadiusOptions.Measure;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a session is counted. Counters only grow, so a record that comes again, or behind a later one, adds nothing.
 *
 * @param since the restart of the NAS before it; the epoch if none is known
 * @param restartedAt when its NAS has forgotten it; null if it has not: then the id may stand for a new session
 * @param seenAt the latest record; null before the first
 */
record Session(Instant since, Instant restartedAt, long octetsIn, long octetsOut, long seconds, Instant seenAt) {

    static final Session NEW = new Session(Instant.EPOCH, null, 0, 0, 0, null);

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The session behind a record; empty if the record is of a session that the NAS has forgotten before this one began.
     */
    Optional<Session> behind(AccountingRecord record) {
        if (restartedAt != null && !record.began().isBefore(restartedAt)) {
            return new Session(restartedAt, null, 0, 0, 0, null).behind(record);
        }
        if (record.began().isBefore(since)) {
            return Optional.empty();
        }
        return Optional.of(new Session(
                since,
                restartedAt,
                Math.max(octetsIn, record.octetsIn()),
                Math.max(octetsOut, record.octetsOut()),
                Math.max(seconds, record.seconds()),
                seenAt == null || seenAt.isBefore(record.at()) ? record.at() : seenAt));
    }

    /** What a record has added, as usage events in the hub's own JSON; {@code after} is the session behind it. */
    List<byte[]> growth(Session after, AccountingRecord record, RadiusOptions options, String source) {
        Session before = after.since.equals(since) ? this : NEW;
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < options.measures().size(); i++) {
            Measure measure = options.measures().get(i);
            long total = measure.of().total(after);
            BigDecimal units =
                    measure.units(total).subtract(measure.units(measure.of().total(before)));
            if (units.signum() > 0) {
                Instant begin = before.seenAt == null ? record.began() : before.seenAt;
                ObjectNode event = JSON.createObjectNode()
                        .put("source", source)
                        .put(
                                "id",
                                record.session() + "@" + record.nas() + "." + after.since.getEpochSecond() + "." + i
                                        + "." + total)
                        .put("account", record.texts().getOrDefault(options.account(), ""))
                        .put("product", measure.product())
                        .put("at", (begin.isBefore(record.at()) ? begin : record.at()).toString())
                        .put("until", record.at().toString())
                        .put("quantity", units.stripTrailingZeros().toPlainString())
                        .put("unit", measure.unit());
                ObjectNode dimensions = event.putObject("dimensions");
                options.dimensions().forEach((name, attribute) -> {
                    if (record.texts().containsKey(attribute)) {
                        dimensions.put(name, record.texts().get(attribute));
                    }
                });
                events.add(event.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return events;
    }
}
