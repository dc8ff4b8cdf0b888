package io.billinghub.core.einvoice;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** Dates as CII states them: UNTDID 2379 format 102, e.g. 20261102. */
final class CiiDates {
    private static final String YEAR_MONTH_DAY = "102";

    private CiiDates() {}

    static void write(XmlText xml, String name, LocalDate date) {
        write(xml, name, "udt:DateTimeString", date);
    }

    /** A date of the qualified type, which the dates of referenced documents have. */
    static void qualified(XmlText xml, String name, LocalDate date) {
        write(xml, name, "qdt:DateTimeString", date);
    }

    private static void write(XmlText xml, String name, String type, LocalDate date) {
        xml.open(name);
        xml.element(type, "format", YEAR_MONTH_DAY, date.format(DateTimeFormatter.BASIC_ISO_DATE));
        xml.close();
    }

    /** A period with its first and last day (BG-14, BG-26). */
    static void period(XmlText xml, LocalDate first, LocalDate last) {
        xml.open("ram:BillingSpecifiedPeriod");
        write(xml, "ram:StartDateTime", first);
        write(xml, "ram:EndDateTime", last);
        xml.close();
    }
}
