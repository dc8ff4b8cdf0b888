package io.billinghub.api.billrun;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** @param startsAt when workers take the run up */
@JsonIgnoreProperties(ignoreUnknown = false)
public record NewTime(
        @Schema(examples = "2037-11-02T06:00:00Z", required = true)
        OffsetDateTime startsAt) {

    public NewTime {
        if (startsAt == null) {
            throw new IllegalArgumentException("'startsAt' is missing: when the run is to begin");
        }
    }
}
