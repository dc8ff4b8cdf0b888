package io.billinghub.api.customerbill;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.Binds;
import io.billinghub.api.tmf630.Operator;
import io.billinghub.core.error.HubException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an applied rate: the bill's id and the line's position on it, {@code <uuid>-<position>}. It stays the same as
 * long as the bill exists and leads to the line by its primary key.
 *
 * @param position 1-based
 */
record RateId(UUID bill, int position) {

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-([1-9][0-9]{0,8})");

    RateId {
        if (position < 1) {
            throw new IllegalArgumentException("a line's position is 1 or more, not " + position);
        }
    }

    /** Empty if it is no such id, and so no rate has it. */
    static Optional<RateId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new RateId(UUID.fromString(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** A text that is no id of a rate matches none. */
    static String filter(String attribute, Operator operator, List<String> values, Binds binds) {
        if (operator.needsOrder()) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER,
                    "The attribute '" + attribute + "' has no order, so '" + operator + "' can't be asked of it.");
        }
        StringBuilder any = new StringBuilder("(false");
        for (String value : values) {
            parse(value)
                    .ifPresent(id -> any.append(" or (b.uuid = ")
                            .append(binds.bind(id.bill()))
                            .append("::uuid and l.position = ")
                            .append(binds.bind(id.position()))
                            .append("::integer)"));
        }
        any.append(')');
        return operator == Operator.NE ? "not " + any : any.toString();
    }

    @Override
    public String toString() {
        return bill + "-" + position;
    }
}
