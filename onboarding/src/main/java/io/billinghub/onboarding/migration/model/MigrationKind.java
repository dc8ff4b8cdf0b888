package io.billinghub.onboarding.migration.model;

import io.billinghub.core.identity.StableId;
import io.billinghub.core.money.Currencies;
import io.billinghub.onboarding.error.OnboardingError;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a file holds, in the order in which one needs the other. The first column is the old system's key of a row. */
public enum MigrationKind {
    CUSTOMERS(
            Field.reference("customer"),
            Field.choice("kind", "ORGANIZATION", "INDIVIDUAL"),
            Field.text("name", 200),
            Field.text("country", 2),
            Field.text("legalId", 50).optional(),
            Field.text("street", 200).optional(),
            Field.text("city", 100).optional(),
            Field.text("postcode", 20).optional(),
            Field.text("email", 254).optional(),
            Field.text("electronicAddress", 100).optional(),
            Field.text("addressScheme", 4).optional(),
            Field.text("vatNumber", 30).optional()),
    ACCOUNTS(
            Field.reference("account"),
            Field.reference("customer"),
            Field.text("name", 200),
            Field.text("cycle", 63),
            Field.currency(),
            Field.reference("parent").optional(),
            Field.choice("consolidates", "true", "false").optional(),
            Field.text("language", 2).optional(),
            Field.text("buyerReference", 100).optional()),
    PRODUCTS(
            Field.reference("product"),
            Field.reference("account"),
            Field.text("offering", 63),
            Field.day("startedOn"),
            Field.day("billedThrough").optional(),
            Field.day("endedOn").optional(),
            Field.decimal("quantity").optional()),
    BALANCES(
            Field.reference("balance"),
            Field.reference("account"),
            Field.choice("type", "OWED", "CREDIT"),
            Field.decimal("amount"),
            Field.currency()),
    OPEN_BILLS(
            Field.text("bill", 63),
            Field.reference("account"),
            Field.day("issuedOn"),
            Field.day("dueOn"),
            Field.decimal("amount"),
            Field.decimal("openAmount"),
            Field.currency(),
            Field.text("paymentReference", 140).optional());

    /** A product that another system has billed for longer than this is a slip of the pen, and would cost nothing for years. */
    private static final int MOST_YEARS_AHEAD = 2;

    private static final UUID CONTENT = UUID.fromString("6f0f3a2e-0c0b-5c55-8d1a-4f2b9d7f1c48");

    private final List<Field> fields;

    MigrationKind(Field... fields) {
        this.fields = List.of(fields);
    }

    /** The column that holds the old system's key. */
    public String reference() {
        return fields.get(0).name();
    }

    public List<String> needed() {
        return fields.stream().filter(Field::needed).map(Field::name).toList();
    }

    public List<String> optional() {
        return fields.stream().filter(field -> !field.needed()).map(Field::name).toList();
    }

    /** The same for the same values, whatever the order of columns. */
    UUID content(Map<String, String> values) {
        StringBuilder said = new StringBuilder(name());
        for (Field field : fields) {
            said.append('\u001f').append(values.getOrDefault(field.name(), ""));
        }
        return StableId.of(CONTENT, said.toString());
    }

    /** Refuses the row where it can't be right, whatever the hub holds. */
    public void check(MigrationRow row, LocalDate cutOver) {
        for (Field field : fields) {
            Optional<Flaw> flaw = field.flaw(row.get(field.name()));
            if (flaw.isPresent()) {
                row.refuse(flaw.get());
                return;
            }
        }
        switch (this) {
            case PRODUCTS -> checkProduct(row, cutOver);
            case BALANCES -> checkAmount(row, "amount");
            case OPEN_BILLS -> checkBill(row, cutOver);
            case CUSTOMERS, ACCOUNTS -> {}
        }
    }

    private static void checkProduct(MigrationRow row, LocalDate cutOver) {
        LocalDate billed = row.day("billedThrough");
        if (billed != null && billed.isBefore(row.day("startedOn"))) {
            wrong(row, "billedThrough", "billedThrough is " + billed + ", before the product began");
        } else if (billed != null && billed.isAfter(cutOver.plusYears(MOST_YEARS_AHEAD))) {
            wrong(
                    row,
                    "billedThrough",
                    "billedThrough is " + billed + ", more than " + MOST_YEARS_AHEAD + " years after the cut-over");
        }
    }

    private static void checkBill(MigrationRow row, LocalDate cutOver) {
        checkAmount(row, "amount");
        checkAmount(row, "openAmount");
        if (!row.isGood()) {
            return;
        }
        if (row.decimal("openAmount").compareTo(row.decimal("amount")) > 0) {
            wrong(row, "openAmount", "more is open than the bill was made out for");
        } else if (row.day("dueOn").isBefore(row.day("issuedOn"))) {
            wrong(row, "dueOn", "the bill would be due before it was issued");
        } else if (!row.day("issuedOn").isBefore(cutOver)) {
            wrong(
                    row,
                    "issuedOn",
                    "the bill would be issued on the cut-over (" + cutOver + ") or later, when the hub bills");
        }
    }

    private static void checkAmount(MigrationRow row, String field) {
        int decimals = Currencies.find(row.get("currency")).orElseThrow().getDecimalPlaces();
        if (row.decimal(field).stripTrailingZeros().scale() > decimals) {
            wrong(row, field, field + " has more than the " + decimals + " decimals of " + row.get("currency"));
        }
    }

    private static void wrong(MigrationRow row, String field, String message) {
        row.refuse(new Flaw(field, OnboardingError.INVALID_VALUE, message));
    }
}
