package io.billinghub.adapters.topic;

import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.usage.EventSequence;
import io.billinghub.adapters.usage.ReadEvent;
import io.billinghub.adapters.usage.UsageFormat;
import io.billinghub.core.error.HubException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** From records to batches of usage events. Pure. */
final class TopicBatch {

    /** Bytes of the records of one batch; a record alone may have more. */
    private static final int MOST_BYTES = 8 << 20;

    private static final int MOST_EVENTS = 50_000;
    private static final String CONTENT_TYPE = "content-type";

    private TopicBatch() {}

    /** Cuts what was polled into parts that are taken in by one transaction each; in their order. */
    static List<List<ConsumerRecord<byte[], byte[]>>> parts(
            Iterable<ConsumerRecord<byte[], byte[]>> polled, int mostRecords) {
        List<List<ConsumerRecord<byte[], byte[]>>> parts = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> part = new ArrayList<>();
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            int size = Math.max(0, record.serializedValueSize());
            if (!part.isEmpty() && (part.size() == mostRecords || bytes + size > MOST_BYTES)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(record);
            bytes += size;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /** The events of the records; what can't be read of one is a flaw of its own. */
    static EventSequence read(List<ConsumerRecord<byte[], byte[]>> records) {
        EventSequence sequence = new EventSequence();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] value = record.value() == null ? new byte[0] : record.value();
            String place = "partition " + record.partition() + ", offset " + record.offset();
            sequence.add(value, place, events(record, value));
        }
        return sequence;
    }

    private static List<ReadEvent> events(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        Header header = record.headers().lastHeader(CONTENT_TYPE);
        String type =
                header == null ? UsageFormat.JSON.mediaType() : new String(header.value(), StandardCharsets.UTF_8);
        Optional<UsageFormat> format = UsageFormat.of(type);
        if (format.isEmpty()) {
            return flaw("its content-type is \"" + type + "\"; usage events come as " + UsageFormat.mediaTypes());
        }
        try {
            return format.get().events(value, MOST_EVENTS);
        } catch (HubException unreadable) {
            return flaw(unreadable.getMessage());
        }
    }

    private static List<ReadEvent> flaw(String detail) {
        return List.of(new ReadEvent("", new FlawedLine(1, "record", RuleCode.MALFORMED_LINE, detail, null, null)));
    }
}
