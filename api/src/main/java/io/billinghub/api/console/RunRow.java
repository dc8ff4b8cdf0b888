package io.billinghub.api.console;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A run with its values as the pages write them. */
public record RunRow(Run run) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    /** First and last day. */
    public String period() {
        return days(run.period().from(), run.period().to());
    }

    /** First and last day of the days up to another one. */
    static String days(LocalDate from, LocalDate to) {
        return DAY.format(from) + " – " + DAY.format(to.minusDays(1));
    }

    public String dueDate() {
        return day(run.dueDate());
    }

    public String issueDate() {
        return day(run.issueDate());
    }

    /** When the run was made, in the zone of its cycle. */
    public String created() {
        return MINUTE.format(run.createdAt().atZoneSameInstant(run.zone())) + " " + run.zone();
    }

    public String kindText() {
        return switch (run.kind()) {
            case CYCLE -> "Cycle";
            case ON_DEMAND -> "One account";
            case CREDIT_NOTE -> "Credit note";
            case TRIAL -> "Trial";
        };
    }

    public String stateText() {
        return words(run.state().name());
    }

    /** The state in which it failed; empty if it did not. */
    public String failedIn() {
        return run.failedIn().map(state -> words(state.name())).orElse("");
    }

    public String failure() {
        return run.failure().orElse("");
    }

    public String approvedBy() {
        return run.approvedBy().orElse("");
    }

    public String pausedBy() {
        return run.pausedBy().orElse("");
    }

    public String stoppedWaitingBy() {
        return run.stoppedWaitingBy().orElse("");
    }

    /** Key of the template that has begun it; empty where it was started by hand. */
    public String template() {
        return run.template().orElse("");
    }

    /** When it is planned to begin, in the zone of its cycle; empty where that was at once. */
    public String startsAt() {
        return run.startsAt()
                .map(time -> MINUTE.format(time.atZoneSameInstant(run.zone())) + " " + run.zone())
                .orElse("");
    }

    private static String day(LocalDate day) {
        return DAY.format(day);
    }

    /** {@code IN_REVIEW} as "In review". */
    static String words(String constant) {
        String lower = constant.toLowerCase(Locale.ROOT).replace('_', ' ');
        return lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
    }
}
