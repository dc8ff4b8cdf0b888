package io.billinghub.core.billrun.model;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When runs begin, by the five fields of cron: minute, hour, day of month, month, day of week (1 to 7, Monday first; 0 is Sunday too). {@code L}
 * is the last day of a month, {@code W} the weekday next to a day. Both the day of the month and the day of the week have to fit. A time that a
 * change of daylight saving leaves out comes as much later as the clock was put on; one that comes twice is taken the first time.
 */
public final class CronSchedule {

    private static final CronDefinition FIELDS = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsW()
            .supportsLW()
            .withStrictRange()
            .and()
            .withMonth()
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .supportsL()
            .withStrictRange()
            .and()
            .instance();

    /** No zone's clock is put on by more at once, but for days that whole countries have left out. */
    private static final Duration MOST_PUT_ON = Duration.ofHours(3);

    private final String text;
    private final ExecutionTime times;

    private CronSchedule(String text, Cron cron) {
        this.text = text;
        this.times = ExecutionTime.forCron(cron);
    }

    /** @throws IllegalArgumentException if the text has not five fields, or one of them is not known; tells which */
    public static CronSchedule of(String text) {
        return new CronSchedule(text.strip(), new CronParser(FIELDS).parse(text));
    }

    /** The first time behind this one; empty where there is none, as for a 30th of February. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZonedDateTime local =
                LocalDateTime.ofInstant(after, zone).minus(MOST_PUT_ON).atZone(ZoneOffset.UTC);
        for (Optional<ZonedDateTime> next = times.nextExecution(local);
                next.isPresent();
                next = times.nextExecution(next.get())) {
            Instant time = next.get().toLocalDateTime().atZone(zone).toInstant();
            if (time.isAfter(after)) {
                return Optional.of(time);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
