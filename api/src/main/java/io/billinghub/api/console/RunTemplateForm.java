package io.billinghub.api.console;

import io.billinghub.core.billrun.model.RunMails;
import io.billinghub.core.billrun.model.RunMails.Told;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The form of a template, with what was entered.
 *
 * @param version of the template that is changed; empty for a new one
 * @param mailTo addresses with spaces or commas between them
 * @param mailOn names of what mails tell of
 */
public record RunTemplateForm(
        String key,
        String name,
        String cycle,
        String schedule,
        boolean enabled,
        String version,
        String mailTo,
        Set<String> mailOn) {

    static final RunTemplateForm EMPTY = new RunTemplateForm("", "", "", "", true, "", "", names(RunMails.USUAL));

    /** All that mails can tell of, as the form offers it. */
    public List<Occasion> occasions() {
        return Stream.of(Told.values())
                .map(told -> new Occasion(told.name(), RunRow.words(told.name()), mailOn.contains(told.name())))
                .toList();
    }

    /** The addresses one by one. */
    List<String> addresses() {
        return Stream.of(mailTo.split("[\\s,;]+", -1))
                .filter(address -> !address.isEmpty())
                .toList();
    }

    static Set<String> names(Set<Told> told) {
        return told.stream().map(Told::name).collect(Collectors.toUnmodifiableSet());
    }

    /** One of the things that mails can tell of. */
    public record Occasion(String name, String words, boolean chosen) {}
}
