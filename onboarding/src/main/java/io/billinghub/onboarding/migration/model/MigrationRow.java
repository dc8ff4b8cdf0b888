package io.billinghub.onboarding.migration.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A row of a file while it is judged. For one thread. */
public final class MigrationRow {

    private static final int LONGEST_SHOWN = 63;

    private final int line;
    private final Map<String, String> values;
    private final String reference;
    private final UUID content;
    private Fate fate = Fate.TAKEN;
    private Flaw flaw;

    /**
     * @param line of the file, where its row begins; the headers are line 1
     * @param values without blanks around them; empty ones are left out
     */
    public MigrationRow(MigrationKind kind, int line, Map<String, String> values) {
        this.line = line;
        this.values = Map.copyOf(values);
        this.reference = this.values.get(kind.reference());
        this.content = kind.content(this.values);
    }

    public int line() {
        return line;
    }

    /** The old system's own key of what the row says; null where the row has none. */
    public String reference() {
        return reference;
    }

    /** The reference as far as a report can show it; null where the row has none. */
    String shownReference() {
        if (reference == null) {
            return null;
        }
        String visible = reference.replaceAll("\\p{Cntrl}", "?");
        return visible.length() > LONGEST_SHOWN ? visible.substring(0, LONGEST_SHOWN) + "…" : visible;
    }

    /** The same for rows that say the same. */
    public UUID content() {
        return content;
    }

    /** A value; null where the row has none. */
    public String get(String field) {
        return values.get(field);
    }

    /** A value that was found to be a day; null where the row has none. */
    public LocalDate day(String field) {
        return values.containsKey(field) ? LocalDate.parse(values.get(field)) : null;
    }

    /** A value that was found to be a number; null where the row has none. */
    public BigDecimal decimal(String field) {
        return values.containsKey(field) ? new BigDecimal(values.get(field)) : null;
    }

    public Fate fate() {
        return fate;
    }

    /** Whether it goes on to be stored. */
    public boolean isGood() {
        return fate == Fate.TAKEN;
    }

    public Optional<Flaw> flaw() {
        return Optional.ofNullable(flaw);
    }

    public void duplicate() {
        fate = Fate.DUPLICATE;
    }

    /** Keeps the first reason. */
    public void refuse(Flaw why) {
        if (fate != Fate.REFUSED) {
            fate = Fate.REFUSED;
            flaw = why;
        }
    }
}
