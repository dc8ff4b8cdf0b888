package io.billinghub.api.json;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Days that clients say, of years that the database and other systems know. */
public final class SaidDay {

    private static final int LAST_YEAR = 9999;

    private SaidDay() {}

    /**
     * The day of a query parameter.
     *
     * @throws HubException INVALID_PARAMETER for a text that is no day of the years 1 to 9999
     */
    public static LocalDate ofParameter(String name, String text) {
        return of(ApiError.INVALID_PARAMETER, "The parameter '" + name + "'", text);
    }

    /**
     * The day of a place in a body.
     *
     * @param pointer JSON pointer (RFC 6901)
     * @throws HubException INVALID_BODY for a text that is no day of the years 1 to 9999
     */
    public static LocalDate ofBody(String pointer, String text) {
        return of(ApiError.INVALID_BODY, pointer + ":", text);
    }

    private static LocalDate of(ApiError code, String where, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1 && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeException e) {
            throw noDay(code, where, text, e);
        }
        throw noDay(code, where, text, null);
    }

    private static HubException noDay(ApiError code, String where, String text, DateTimeException cause) {
        return new HubException(
                code, where + " must be a day of the years 1 to 9999 such as 2037-01-01, not '" + text + "'.", cause);
    }
}
