package io.billinghub.core.billrun.model;

import java.time.DateTimeException;

/** Why a shard could not be worked on. Pure. */
public final class ShardFailure {

    private ShardFailure() {}

    /**
     * Whether what failed is what the shard holds, rather than what works on it: to try it again helps nobody, to take its accounts apart
     * does.
     *
     * @param sqlState of the database's refusal; null if it was not the database that failed
     */
    public static boolean isOfTheData(Throwable failure, String sqlState) {
        if (sqlState != null) {
            return sqlState.startsWith("22") || sqlState.startsWith("23");
        }
        return failure instanceof ArithmeticException
                || failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof ClassCastException
                || failure instanceof DateTimeException;
    }
}
