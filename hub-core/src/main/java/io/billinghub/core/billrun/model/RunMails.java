package io.billinghub.core.billrun.model;

import io.billinghub.core.mail.Mail;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who gets mails about the runs of a template, and about what.
 *
 * @param to addresses, each once, {@value #MOST} at most; empty where nobody does
 * @param on empty where {@code to} is
 */
public record RunMails(List<String> to, Set<Told> on) {

    /** Nobody gets any. */
    public static final RunMails NONE = new RunMails(List.of(), Set.of());

    /** What is told where nothing else is said: what somebody has to look at, and the end. */
    public static final Set<Told> USUAL =
            EnumSet.of(Told.IN_REVIEW, Told.FAILED, Told.TASK_FAILED, Told.CANCELLED, Told.CLOSED);

    private static final int MOST = 20;

    /** States that a run gets to, and failed tasks of its stages. */
    public enum Told {
        IN_REVIEW,
        APPROVED,
        PUBLISHED,
        CLOSED,
        FAILED,
        CANCELLED,
        TASK_FAILED
    }

    /** Refuses what is no address, addresses without occasions and occasions without addresses. */
    public RunMails {
        to = List.copyOf(to);
        on = Set.copyOf(on);
        for (String address : to) {
            if (!Mail.isAddress(address)) {
                throw new IllegalArgumentException("\"" + address + "\" is no mail address");
            }
        }
        if (to.size() > MOST || Set.copyOf(to).size() < to.size()) {
            throw new IllegalArgumentException(
                    "there are " + to.size() + " addresses; " + MOST + " are the most, and each stands there once");
        }
        if (to.isEmpty() != on.isEmpty()) {
            throw new IllegalArgumentException(
                    to.isEmpty() ? "there is no address to send them to" : "it is not said what the mails tell of");
        }
    }

    public boolean tellsOf(Told what) {
        return on.contains(what);
    }
}
