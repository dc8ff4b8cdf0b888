package io.billinghub.api.console;

import io.billinghub.core.billrun.model.RunNote;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A note about a run as the page shows it, with its time in the zone of the cycle. */
public record RunNoteRow(RunNote note, ZoneId zone) {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    public String at() {
        return MINUTE.format(note.writtenAt().atZoneSameInstant(zone));
    }
}
