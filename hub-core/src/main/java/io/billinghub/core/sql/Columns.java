package io.billinghub.core.sql;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/** Turns rows into columns, each an array parameter of {@code insert … select … from unnest(…)}. */
public final class Columns {

    private Columns() {}

    /** One column of the rows; values may be null. */
    @SuppressWarnings("unchecked")
    public static <R, T> T[] of(List<R> rows, Class<T> type, Function<? super R, ? extends T> value) {
        T[] column = (T[]) Array.newInstance(type, rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    /** A column of decimals as texts, for {@code $n::text[]::numeric[]}: exact, whatever the scale. */
    public static <R> String[] decimals(List<R> rows, Function<? super R, BigDecimal> value) {
        return of(rows, String.class, row -> {
            BigDecimal decimal = value.apply(row);
            return decimal == null ? null : decimal.toPlainString();
        });
    }

    public static <R> Long[] longs(List<R> rows, Function<? super R, Long> value) {
        return of(rows, Long.class, value);
    }

    public static <R> String[] texts(List<R> rows, Function<? super R, String> value) {
        return of(rows, String.class, value);
    }
}
