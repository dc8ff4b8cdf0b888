package io.billinghub.core.event.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.event.model.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventHeadersTest {

    private static final OutboxRow ROW = new OutboxRow(
            7,
            LocalDate.parse("2026-10-31"),
            1,
            UUID.fromString("0193a000-0000-7000-8000-000000000009"),
            "bills",
            "key",
            "io.billinghub.test.v1",
            "run/1",
            Instant.parse("2026-10-31T22:00:00.123456Z"),
            "{}");

    @Test
    void anEventIsWrittenInBinaryMode() {
        TreeMap<String, String> written = new TreeMap<>();
        CloudEventHeaders.of(ROW, "/billing-hub")
                .forEach(header -> written.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        assertThat(written.toString())
                .isEqualTo("{ce_id=0193a000-0000-7000-8000-000000000009, ce_source=/billing-hub, ce_specversion=1.0, "
                        + "ce_subject=run/1, ce_tenant=7, ce_time=2026-10-31T22:00:00.123456Z, "
                        + "ce_type=io.billinghub.test.v1, content-type=application/json}");
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        assertThat(CloudEventHeaders.read(CloudEventHeaders.of(ROW, "/billing-hub"), "{}"))
                .isEqualTo(new ReceivedEvent(ROW.eventId(), 7, ROW.type(), ROW.subject(), ROW.occurredAt(), "{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "ce_specversion, 0.3, ce_specversion is 0.3",
        "ce_id, 17, ce_id is not a UUID: 17",
        "ce_tenant, nordlys, ce_tenant is not a number: nordlys",
        "ce_tenant, 0, must be positive",
        "ce_time, yesterday, ce_time is not an instant: yesterday",
        "ce_type, '', no header ce_type"
    })
    void anAttributeThatTheHubDoesNotWriteIsNamed(String name, String value, String reason) {
        Headers headers = CloudEventHeaders.of(ROW, "/billing-hub");
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> CloudEventHeaders.read(headers, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aRecordWithoutAValueIsRefused() {
        assertThatThrownBy(() -> CloudEventHeaders.read(CloudEventHeaders.of(ROW, "/billing-hub"), null))
                .hasMessageContaining("no value");
    }
}
