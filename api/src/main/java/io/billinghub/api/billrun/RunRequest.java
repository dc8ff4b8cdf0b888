package io.billinghub.api.billrun;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which run to start.
 *
 * @param cycle key of the bill cycle
 * @param period a day of the period that is billed
 */
@JsonIgnoreProperties(ignoreUnknown = false)
public record RunRequest(
        @Schema(examples = "monthly", required = true) String cycle,
        @Schema(examples = "2026-10-01", required = true) LocalDate period) {

    public RunRequest {
        if (cycle == null || cycle.isBlank()) {
            throw new IllegalArgumentException("'cycle' is missing: the key of the bill cycle");
        }
        if (period == null) {
            throw new IllegalArgumentException("'period' is missing: a day of the period that is billed");
        }
    }
}
