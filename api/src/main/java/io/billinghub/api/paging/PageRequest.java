package io.billinghub.api.paging;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which page of a list is asked for. A cursor names its list and a place in it; it gives no right to anything, since the rows
 * behind it are those that the login may see anyway.
 *
 * @param list name of the list, so that a cursor of another one is refused
 * @param after the place behind which the page begins; empty for the first page
 * @param limit entries on the page, from 1 to {@value #MOST}
 */
public record PageRequest(String list, Optional<String> after, int limit) {

    /** For descriptions of parameters. */
    public static final String LIMIT = "At most so many, from 1 to 500";

    /** For descriptions of parameters. */
    public static final String CURSOR = "What the page before gave as 'next'; nothing else is one";

    public static final String DEFAULT_LIMIT = "100";
    private static final int MOST = 500;

    /**
     * Reads the two parameters.
     *
     * @param cursor null for the first page
     * @throws HubException INVALID_PARAMETER
     */
    public static PageRequest of(String list, String cursor, String limit) {
        return new PageRequest(list, Optional.ofNullable(cursor).map(text -> place(list, text)), limit(limit));
    }

    /** The place as a number, where the list's places are numbers. */
    public OptionalLong afterNumber() {
        try {
            OptionalLong place =
                    after.isPresent() ? OptionalLong.of(Long.parseLong(after.get())) : OptionalLong.empty();
            if (place.orElse(0) >= 0) {
                return place;
            }
        } catch (NumberFormatException e) {
            throw noCursor(e);
        }
        throw noCursor(null);
    }

    /** The place as a UUID, or null; where the list's places are UUIDs. */
    public UUID afterUuid() {
        try {
            return after.map(UUID::fromString).orElse(null);
        } catch (IllegalArgumentException e) {
            throw noCursor(e);
        }
    }

    /** A version of what has a key. */
    public record Version(String key, int version) {}

    /** The place as a version, or empty for the first page; where the list's places are {@code key/version}. */
    public Optional<Version> afterVersion() {
        return after.map(place -> {
            int slash = place.lastIndexOf('/');
            try {
                return new Version(place.substring(0, slash), Integer.parseInt(place.substring(slash + 1)));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw noCursor(e);
            }
        });
    }

    /**
     * The page of what was found.
     *
     * @param found the entries behind the place: one more than fit on the page if there are more
     * @param place the place of an entry
     */
    public <T> Listing<T> listing(List<T> found, Function<T, String> place) {
        if (found.size() <= limit) {
            return new Listing<>(found, null);
        }
        List<T> page = found.subList(0, limit);
        return new Listing<>(page, cursor(place.apply(page.get(limit - 1))));
    }

    /** The cursor of a place in this list. */
    public String cursor(String place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + ":" + place).getBytes(StandardCharsets.UTF_8));
    }

    private static String place(String list, String cursor) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
                    .toString();
            if (text.startsWith(list + ":") && text.indexOf('\0') < 0) {
                return text.substring(list.length() + 1);
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw noCursor(e);
        }
        throw noCursor(null);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw noLimit(text, e);
        }
        throw noLimit(text, null);
    }

    private static HubException noLimit(String text, Throwable cause) {
        return new HubException(
                ApiError.INVALID_PARAMETER,
                "The parameter 'limit' must be a number from 1 to " + MOST + ", not '" + text + "'.",
                cause);
    }

    private static HubException noCursor(Throwable cause) {
        return new HubException(
                ApiError.INVALID_PARAMETER,
                "The parameter 'cursor' must be the 'next' of a page of this list, unchanged; leave it out for the first page.",
                cause);
    }
}
