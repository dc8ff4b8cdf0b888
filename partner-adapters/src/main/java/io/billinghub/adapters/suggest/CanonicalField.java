package io.billinghub.adapters.suggest;

import io.billinghub.adapters.model.DocumentKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a mapping can say of a line, and what only helps to find the others. */
enum CanonicalField {
    NUMBER(Holds.TEXT, true, false),
    ACCOUNT(Holds.TEXT, true, true),
    PRODUCT(Holds.TEXT, true, true),
    DESCRIPTION(Holds.TEXT, true, false),
    QUANTITY(Holds.NUMBER, true, true),
    UNIT(Holds.TEXT, true, true),
    /** Never mapped: it tells which of two numbers is the quantity. */
    UNIT_PRICE(Holds.NUMBER, false, false),
    NET(Holds.NUMBER, true, false),
    /** Never mapped: it keeps a gross amount from being taken for the net one. */
    GROSS(Holds.NUMBER, false, false),
    /** Never mapped: it keeps an amount of tax from being taken for a rate. */
    TAX_AMOUNT(Holds.NUMBER, false, false),
    TAX_RATE(Holds.NUMBER, true, false),
    TAX_CATEGORY(Holds.TEXT, true, false),
    CURRENCY(Holds.CURRENCY, true, false),
    FROM(Holds.DATE, true, false),
    TO(Holds.DATE, true, false),
    REFERENCE(Holds.TEXT, true, false),
    ID(Holds.TEXT, true, false),
    AT(Holds.INSTANT, false, true),
    EVENT_ID(Holds.TEXT, false, true);

    /** What the values are. */
    enum Holds {
        TEXT,
        NUMBER,
        CURRENCY,
        DATE,
        INSTANT
    }

    private final Holds holds;
    private final boolean ofBills;
    private final boolean ofUsage;

    CanonicalField(Holds holds, boolean ofBills, boolean ofUsage) {
        this.holds = holds;
        this.ofBills = ofBills;
        this.ofUsage = ofUsage;
    }

    Holds holds() {
        return holds;
    }

    /** Whether a mapping of that kind names it. */
    boolean mapped(DocumentKind kind) {
        return kind == DocumentKind.USAGE ? ofUsage : ofBills;
    }

    /** The fields that a mapping of that kind names, and those that help to find them. */
    static List<CanonicalField> of(DocumentKind kind) {
        return Stream.of(values())
                .filter(field -> field.mapped(kind) || !field.ofBills && !field.ofUsage)
                .toList();
    }

    /** Without which no line can be taken in, whatever constants say. */
    static List<CanonicalField> needed(DocumentKind kind) {
        return kind == DocumentKind.USAGE ? List.of(EVENT_ID, ACCOUNT, QUANTITY, AT) : List.of(ACCOUNT, NET);
    }

    /** Its name in mappings, such as {@code taxRate}. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (String part : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            key.append(key.length() == 0 ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return key.toString();
    }
}
