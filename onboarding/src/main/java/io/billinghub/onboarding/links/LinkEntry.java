package io.billinghub.onboarding.links;

import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.links.LinkReport.Fate;

/** One row while it is judged. For one thread. */
final class LinkEntry {

    private final LinkTable.Row row;
    private final String link;
    private final String to;
    private Fate fate = Fate.CREATED;
    private OnboardingError code;
    private String message;

    LinkEntry(LinkTable.Row row, String link, String to) {
        this.row = row;
        this.link = link;
        this.to = to;
    }

    LinkTable.Row row() {
        return row;
    }

    String link() {
        return link;
    }

    String to() {
        return to;
    }

    Fate fate() {
        return fate;
    }

    void fate(Fate found) {
        fate = found;
    }

    boolean refused() {
        return fate == Fate.REFUSED;
    }

    /** Keeps the first reason. */
    void refuse(OnboardingError why, String detail) {
        if (!refused()) {
            fate = Fate.REFUSED;
            code = why;
            message = detail;
        }
    }

    LinkReport.Row report() {
        return new LinkReport.Row(
                row.number(),
                link,
                to,
                fate,
                code == null ? null : code.name(),
                message,
                code == null ? null : code.entry().whatToDo());
    }
}
