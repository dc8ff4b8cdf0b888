package io.billinghub.api.console;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** Fields of forms as browsers send them; a field that is missing is as one that is empty. */
final class FormFields {

    private FormFields() {}

    /** @throws HubException INVALID_FORM */
    static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text(text));
        } catch (DateTimeException e) {
            throw new HubException(ApiError.INVALID_FORM, name + ": must be a day such as 2027-01-31.", e);
        }
    }

    /**
     * A time in a zone; empty where none was entered.
     *
     * @throws HubException INVALID_FORM
     */
    static Optional<OffsetDateTime> time(String name, String text, ZoneId zone) {
        if (text(text).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(text(text)).atZone(zone).toOffsetDateTime());
        } catch (DateTimeException e) {
            throw new HubException(
                    ApiError.INVALID_FORM, name + ": must be a day and a time such as 2027-01-31T06:00.", e);
        }
    }

    /** Without the spaces around it; never null. */
    static String text(String text) {
        return text == null ? "" : text.strip();
    }
}
