package io.billinghub.api.console;

import io.billinghub.core.billrun.infrastructure.RunTemplateSql.Template;
import io.billinghub.core.billrun.model.RunMails;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A template of runs with its values as the page writes them. */
public record RunTemplateRow(Template template) {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);

    /** Empty where its runs are started by hand. */
    public String schedule() {
        return template.cron().orElse("");
    }

    /** In the zone of the cycle; empty where the schedule is off. */
    public String nextAt() {
        return template.nextAt()
                .filter(next -> template.enabled())
                .map(next -> MINUTE.format(next.atZoneSameInstant(template.zone())) + " " + template.zone())
                .orElse("");
    }

    /** Why a run that is due has not begun; empty where none is. */
    public String waitsFor() {
        return template.waitsFor().orElse("");
    }

    /** The form that changes it. */
    public RunTemplateForm form() {
        return new RunTemplateForm(
                template.key(),
                template.name(),
                template.cycle(),
                schedule(),
                template.enabled(),
                Integer.toString(template.version()),
                String.join(", ", template.mails().to()),
                RunTemplateForm.names(
                        template.mails().to().isEmpty()
                                ? RunMails.USUAL
                                : template.mails().on()));
    }

    /** Whether there is a time to leave out. */
    public boolean skippable() {
        return template.nextAt().isPresent();
    }
}
