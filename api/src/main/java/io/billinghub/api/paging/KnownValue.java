package io.billinghub.api.paging;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.util.Arrays;
import java.util.List;

/**
 * A parameter whose values are known. Another one is a slip of the pen, which would answer an empty list as if there were nothing, or
 * stand for the default.
 */
public final class KnownValue {

    private KnownValue() {}

    /**
     * The value, or null where there is none.
     *
     * @throws HubException INVALID_PARAMETER, which names the known ones
     */
    public static String of(String parameter, String value, List<String> known) {
        if (value != null && !known.contains(value)) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER,
                    "The parameter '" + parameter + "' is one of " + String.join(", ", known) + ".");
        }
        return value;
    }

    /** As {@link #of(String, String, List)}, with the names of an enumeration. */
    public static <E extends Enum<E>> String of(String parameter, String value, Class<E> known) {
        return of(
                parameter,
                value,
                Arrays.stream(known.getEnumConstants()).map(Enum::name).toList());
    }

    /** Whether it is {@code true}; anything but true and false is refused. */
    public static boolean truth(String parameter, String value) {
        return "true".equals(of(parameter, value, List.of("true", "false")));
    }
}
