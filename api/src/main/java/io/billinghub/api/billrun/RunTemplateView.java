package io.billinghub.api.billrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql.Template;
import io.billinghub.core.billrun.model.RunMails;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A template of runs.
 *
 * @param cycle key of the bill cycle
 * @param schedule minute, hour, day of month, month, day of week, in the time zone; absent where its runs are started by hand
 * @param timeZone of the cycle
 * @param nextAt when the schedule begins the next run; in the past while that one waits
 * @param mailTo addresses that get mails about its runs
 * @param mailOn what those tell of
 * @param waitsFor why a run that is due has not begun
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunTemplateView(
        UUID id,
        String key,
        String name,
        String cycle,
        @Schema(examples = "0 6 2 * *") String schedule,
        String timeZone,
        boolean enabled,
        OffsetDateTime nextAt,
        String waitsFor,
        List<String> mailTo,
        List<RunMails.Told> mailOn,
        int version,
        String changedBy,
        OffsetDateTime changedAt) {

    static final String PATH = "/hub/v1/bill-run-templates";

    static RunTemplateView of(Template template) {
        return new RunTemplateView(
                template.uuid(),
                template.key(),
                template.name(),
                template.cycle(),
                template.cron().orElse(null),
                template.zone().getId(),
                template.enabled(),
                template.nextAt().orElse(null),
                template.waitsFor().orElse(null),
                template.mails().to(),
                template.mails().on().stream().sorted().toList(),
                template.version(),
                template.changedBy(),
                template.changedAt());
    }
}
