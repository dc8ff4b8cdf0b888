package io.billinghub.api.usage;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.Binds;
import io.billinghub.api.tmf630.Operator;
import io.billinghub.core.error.HubException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of a usage: its document and its position in it as a UUID of version 8 (RFC 9562), so that it leads to the row without a
 * column for it: {@code dddddddd-dddd-8ddd-8000-pppppppppppp}, d being 60 bits of the document, p the position. PostgreSQL's
 * {@code usage_uuid} writes the same.
 *
 * @param document {@code received_document.id}
 */
record UsageId(long document, int position) {

    private static final long LOWEST_VARIANT = 0x8000L;
    private static final int POSITION_BITS = 48;

    UsageId {
        if (document < 0 || document >= 1L << 60 || position < 0) {
            throw new IllegalArgumentException("no usage is at " + document + ", " + position);
        }
    }

    /** Empty if it is no such id, and so no usage has it. */
    static Optional<UsageId> of(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        long position = low & (1L << POSITION_BITS) - 1;
        if (id.version() != 8 || low >>> POSITION_BITS != LOWEST_VARIANT || position > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        long document = (high >>> 32) << 28 | (high >>> 16 & 0xffff) << 12 | high & 0xfff;
        return Optional.of(new UsageId(document, (int) position));
    }

    UUID uuid() {
        long high = document >>> 28 << 32 | (document >>> 12 & 0xffff) << 16 | 0x8000 | document & 0xfff;
        return new UUID(high, LOWEST_VARIANT << POSITION_BITS | position);
    }

    /** A UUID that is no id of a usage matches none. */
    static String filter(String attribute, Operator operator, List<String> values, Binds binds) {
        if (operator != Operator.EQ && operator != Operator.NE) {
            throw refuse(attribute, "can be asked for with = and .ne alone");
        }
        StringBuilder any = new StringBuilder("(false");
        for (String value : values) {
            of(parse(attribute, value))
                    .ifPresent(id -> any.append(" or (u.document_id = ")
                            .append(binds.bind(id.document()))
                            .append("::bigint and u.position = ")
                            .append(binds.bind(id.position()))
                            .append("::integer)"));
        }
        any.append(')');
        return operator == Operator.NE ? "not " + any : any.toString();
    }

    private static UUID parse(String attribute, String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException noUuid) {
            throw refuse(attribute, "must be a UUID, not '" + value + "'");
        }
    }

    private static HubException refuse(String attribute, String why) {
        return new HubException(ApiError.INVALID_PARAMETER, "The attribute '" + attribute + "' " + why + ".");
    }
}
