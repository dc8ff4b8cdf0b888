package io.billinghub.adapters.format.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** How the values of a column are written as text, exactly. */
final class ParquetColumn {

    /** Instead of a number of decimals: floating point is not read. */
    static final int NO_DOUBLES = -1;

    private ParquetColumn() {}

    /**
     * The text of a value.
     *
     * @param doubleDecimals to which floating point is rounded, or {@link #NO_DOUBLES}
     * @return empty for what is not read: nested and repeated columns, floating point without a rounding, INT96 and intervals
     */
    static Optional<Function<ColumnReader, String>> text(Type type, int doubleDecimals) {
        if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
            return Optional.empty();
        }
        PrimitiveType primitive = type.asPrimitiveType();
        LogicalTypeAnnotation logical = primitive.getLogicalTypeAnnotation();
        PrimitiveTypeName physical = primitive.getPrimitiveTypeName();
        return switch (physical) {
            case BOOLEAN -> Optional.of(value -> Boolean.toString(value.getBoolean()));
            case INT32 -> whole(logical, ColumnReader::getInteger, value -> Integer.toUnsignedLong((int) value));
            case INT64 -> whole(logical, ColumnReader::getLong, value -> value);
            case FLOAT ->
                doubleDecimals == NO_DOUBLES
                        ? Optional.empty()
                        : Optional.of(value -> rounded(Float.toString(value.getFloat()), doubleDecimals));
            case DOUBLE ->
                doubleDecimals == NO_DOUBLES
                        ? Optional.empty()
                        : Optional.of(value -> rounded(Double.toString(value.getDouble()), doubleDecimals));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(logical, physical);
            case INT96 -> Optional.empty();
        };
    }

    private interface Whole {
        long of(ColumnReader value);
    }

    private interface Unsigned {
        long of(long value);
    }

    private static Optional<Function<ColumnReader, String>> whole(
            LogicalTypeAnnotation logical, Whole whole, Unsigned unsigned) {
        if (logical == null) {
            return Optional.of(value -> Long.toString(whole.of(value)));
        }
        if (logical instanceof IntLogicalTypeAnnotation integer) {
            return Optional.of(
                    integer.isSigned()
                            ? value -> Long.toString(whole.of(value))
                            : value -> Long.toUnsignedString(unsigned.of(whole.of(value))));
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            int scale = decimal.getScale();
            return Optional.of(
                    value -> BigDecimal.valueOf(whole.of(value), scale).toPlainString());
        }
        if (logical instanceof DateLogicalTypeAnnotation) {
            return Optional.of(value -> LocalDate.ofEpochDay(whole.of(value)).toString());
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            return Optional.of(value -> time(whole.of(value), timestamp));
        }
        return Optional.empty();
    }

    private static Optional<Function<ColumnReader, String>> bytes(
            LogicalTypeAnnotation logical, PrimitiveTypeName physical) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            int scale = decimal.getScale();
            return Optional.of(
                    value -> new BigDecimal(new BigInteger(value.getBinary().getBytes()), scale).toPlainString());
        }
        if (logical instanceof UUIDLogicalTypeAnnotation) {
            return Optional.of(value -> {
                ByteBuffer bytes = value.getBinary().toByteBuffer();
                return new UUID(bytes.getLong(), bytes.getLong()).toString();
            });
        }
        boolean text = logical instanceof StringLogicalTypeAnnotation
                || logical instanceof EnumLogicalTypeAnnotation
                || logical instanceof JsonLogicalTypeAnnotation
                || (logical == null && physical == PrimitiveTypeName.BINARY); // old writers do not say that it is text
        return text ? Optional.of(value -> value.getBinary().toStringUsingUTF8()) : Optional.empty();
    }

    private static String time(long value, TimestampLogicalTypeAnnotation type) {
        long perSecond = type.getUnit() == TimeUnit.MILLIS
                ? 1_000
                : type.getUnit() == TimeUnit.MICROS ? 1_000_000 : 1_000_000_000;
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond));
        return type.isAdjustedToUTC()
                ? instant.toString()
                : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    /** The shortest decimal number that stands for the floating one, as its writer has seen it; NaN and infinity stay words. */
    private static String rounded(String written, int decimals) {
        char last = written.charAt(written.length() - 1);
        return Character.isDigit(last)
                ? new BigDecimal(written)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .toPlainString()
                : written;
    }
}
