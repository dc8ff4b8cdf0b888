package io.billinghub.api.billrun;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.billrun.application.RunTemplates;
import io.billinghub.core.billrun.model.RunMails;
import io.billinghub.core.billrun.model.RunMails.Told;
import io.billinghub.core.error.HubException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the fields of a template must be, whether they come as JSON or in a form. */
public final class WantedTemplate {

    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int LONGEST_NAME = 200;

    private WantedTemplate() {}

    /**
     * The template out of its fields.
     *
     * @param name null or blank where it is missing, as is {@code cycle}
     * @param mailOn names of {@link Told}; empty for the usual ones
     * @throws HubException INVALID_BODY, with the place of the field
     */
    public static RunTemplates.Wanted of(
            String key,
            String name,
            String cycle,
            Optional<String> schedule,
            boolean enabled,
            List<String> mailTo,
            Optional<List<String>> mailOn) {
        requireKey(key);
        if (name == null || name.isBlank()) {
            throw new HubException(ApiError.INVALID_BODY, "/name: is missing.");
        }
        if (name.length() > LONGEST_NAME) {
            throw new HubException(ApiError.INVALID_BODY, "/name: has more than " + LONGEST_NAME + " characters.");
        }
        if (cycle == null) {
            throw new HubException(ApiError.INVALID_BODY, "/cycle: is missing.");
        }
        return new RunTemplates.Wanted(key, name, cycle, schedule, enabled, mails(mailTo, mailOn));
    }

    private static RunMails mails(List<String> to, Optional<List<String>> on) {
        Set<Told> told = on.map(
                        names -> names.stream().map(WantedTemplate::told).collect(Collectors.toSet()))
                .orElse(to.isEmpty() ? Set.of() : RunMails.USUAL);
        try {
            return new RunMails(to, told);
        } catch (IllegalArgumentException wrong) {
            throw new HubException(ApiError.INVALID_BODY, "/mailTo: " + wrong.getMessage() + ".", wrong);
        }
    }

    private static Told told(String name) {
        return Stream.of(Told.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        ApiError.INVALID_BODY,
                        "/mailOn: '" + name + "' is not known; there are " + List.of(Told.values()) + "."));
    }

    static void requireKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "The key of a template has small letters, digits and hyphens, 63 at most, not '" + key + "'.");
        }
    }
}
