package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.vertx.mutiny.sqlclient.Row;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Validities that the hub holds in days, shown as periods whose ends are midnights in UTC. */
public final class Validity {

    private static final String START = "startDateTime";
    private static final String END = "endDateTime";

    private Validity() {}

    /** Shows the period; ends that are open are left out, and so is a period without any end. */
    public static void show(ObjectNode shown, String attribute, Row row, String from, String to) {
        LocalDate start = finite(row.getLocalDate(from));
        LocalDate end = finite(row.getLocalDate(to));
        if (start == null && end == null) {
            shown.remove(attribute);
            return;
        }
        ObjectNode period = shown.path(attribute) instanceof ObjectNode object ? object : shown.putObject(attribute);
        show(period, START, start);
        show(period, END, end);
    }

    /**
     * Takes the period over into an entry of master data, as dates.
     *
     * @throws HubException INVALID_BODY for an instant that is no midnight in UTC: the hub would have to shift it
     */
    public static void read(ObjectNode body, String attribute, ObjectNode entry, String from, String to) {
        read(body.path(attribute).path(START), "/" + attribute + "/" + START, entry, from);
        read(body.path(attribute).path(END), "/" + attribute + "/" + END, entry, to);
    }

    /** As {@link #read(ObjectNode, String, ObjectNode, String, String)}, one day. */
    public static void read(JsonNode time, String pointer, ObjectNode entry, String member) {
        if (time.isTextual()) {
            entry.put(member, day(time.textValue(), pointer).toString());
        }
    }

    private static LocalDate day(String text, String pointer) {
        if (text.length() == 10) {
            return LocalDate.parse(text);
        }
        OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        if (!time.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    pointer + ": must be a day, written as its midnight in UTC (" + time.toLocalDate()
                            + "T00:00:00Z), not a time within it.");
        }
        return time.toLocalDate();
    }

    private static void show(ObjectNode period, String member, LocalDate day) {
        if (day == null) {
            period.remove(member);
        } else {
            period.put(member, day + "T00:00:00Z");
        }
    }

    /** PostgreSQL's infinity comes as the largest or smallest date of Java. */
    private static LocalDate finite(LocalDate day) {
        return day == null || day.equals(LocalDate.MAX) || day.equals(LocalDate.MIN) ? null : day;
    }
}
