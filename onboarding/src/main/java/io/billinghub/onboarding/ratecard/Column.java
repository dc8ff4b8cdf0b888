package io.billinghub.onboarding.ratecard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a rate card but for those of dimensions, in the order in which they are written. Their names are those of the
 * plan language, where those alone would say what is meant.
 */
enum Column {
    PLAN("plan", Level.PLAN, "/key"),
    VERSION("version", Level.PLAN, "/version", Kind.WHOLE, null),
    NAME("name", Level.PLAN, "/name"),
    PRODUCT("product", Level.PLAN, null),
    CURRENCY("currency", Level.PLAN, "/currency"),
    UNIT("unit", Level.PLAN, "/unit"),
    VALID_FROM("validFrom", Level.PLAN, "/validFrom"),
    VALID_TO("validTo", Level.PLAN, "/validTo"),
    MODEL("model", Level.PLAN, "/model/type"),
    AGGREGATION("usage.aggregation", Level.PLAN, "/metric/aggregation"),
    USAGE_UNIT("usage.unit", Level.PLAN, "/metric/unit"),
    OF("usage.of", Level.PLAN, "/metric/of"),
    FILTERS("usage.filters", Level.PLAN, "/metric/filters", Kind.FILTERS, null),
    GROUP_BY("usage.groupBy", Level.PLAN, "/metric/groupBy", Kind.LIST, null),
    MULTIPLY("usage.multiply", Level.PLAN, "/metric/conversion/multiply", Kind.DECIMAL, "1"),
    DIVIDE("usage.divide", Level.PLAN, "/metric/conversion/divide", Kind.DECIMAL, "1"),
    INCREMENT("usage.increment", Level.PLAN, "/metric/rounding/increment", Kind.DECIMAL, null),
    ROUNDING_MODE("usage.roundingMode", Level.PLAN, "/metric/rounding/mode"),
    ROUNDING_PER("usage.roundingPer", Level.PLAN, "/metric/rounding/per"),
    LEAST("usage.minimum", Level.PLAN, "/metric/rounding/minimum", Kind.DECIMAL, "0"),
    AT_PERIOD_END("usage.atPeriodEnd", Level.PLAN, "/metric/atPeriodEnd", Kind.TEXT, "WHOLE"),
    DIMENSIONS("dimensions", Level.PLAN, "/model/dimensions", Kind.LIST, null),

    CELL_MODEL("cellModel", Level.CELL, "/type"),
    OTHERWISE("otherwise", Level.CELL, null, Kind.FLAG, "false"),

    TIMING("timing", Level.PRICE, "/timing"),
    PRORATION("proration", Level.PRICE, "/proration", Kind.TEXT, "NONE"),
    FROM("from", Level.PRICE, null, Kind.DECIMAL, null),
    UP_TO("upTo", Level.PRICE, "/upTo", Kind.DECIMAL, null),
    BLOCKS("blocks", Level.PRICE, "/blocks", Kind.DECIMAL, null),
    UNIT_PRICE("unitPrice", Level.PRICE, "/unitPrice", Kind.DECIMAL, null),
    PRICE_BASE("priceBase", Level.PRICE, "/priceBase", Kind.DECIMAL, "1"),
    SIZE("size", Level.PRICE, "/size", Kind.DECIMAL, null),
    PRICE("price", Level.PRICE, "/price", Kind.DECIMAL, null),
    FREE("free", Level.PRICE, "/free", Kind.DECIMAL, "0"),
    ROUNDING("rounding", Level.PRICE, "/rounding", Kind.TEXT, "UP"),
    CHARGED("charged", Level.PRICE, "/charged", Kind.TEXT, "ALL_TIERS"),
    FEE("fee", Level.PRICE, "/fee", Kind.DECIMAL, null),
    FLAT_FEE("flatFee", Level.PRICE, "/flatFee", Kind.DECIMAL, "0"),
    FEE_AT_ZERO("feeAtZero", Level.PRICE, "/feeAtZero", Kind.FLAG, "false"),
    FLAT_FEE_AT_ZERO("flatFeeAtZero", Level.PRICE, "/flatFeeAtZero", Kind.FLAG, "false"),
    PERCENT("percent", Level.PRICE, "/rate", Kind.DECIMAL, null),
    FIXED("fixed", Level.PRICE, "/fixed", Kind.DECIMAL, "0"),
    FREE_TRANSACTIONS("freeTransactions", Level.PRICE, "/freeTransactions", Kind.WHOLE, "0"),
    FREE_AMOUNT("freeAmount", Level.PRICE, "/freeAmount", Kind.DECIMAL, "0"),
    MINIMUM("minimum", Level.PRICE, "/minimum", Kind.DECIMAL, null),
    MAXIMUM("maximum", Level.PRICE, "/maximum", Kind.DECIMAL, null),
    LIMITS("limits", Level.PRICE, "/limits", Kind.TEXT, "PER_TRANSACTION");

    /** What a column says something of. */
    enum Level {
        /** Of the whole plan: the same on all of its rows, or on the first alone. */
        PLAN,
        /** Of a cell of a matrix. */
        CELL,
        /** Of a price: of the model as a whole, or of one of its tiers. */
        PRICE
    }

    /** How a value stands in a field. */
    enum Kind {
        TEXT,
        DECIMAL,
        WHOLE,
        FLAG,
        /** Texts with {@code ;} between them. */
        LIST,
        /** See {@link FilterText}. */
        FILTERS
    }

    /** The beginning of the columns that hold values of a dimension. */
    static final String DIMENSION = "dim.";

    private static final Map<String, Column> BY_NAME = new HashMap<>();

    static {
        for (Column column : values()) {
            BY_NAME.put(plain(column.header), column);
        }
    }

    private final String header;
    private final Level level;
    private final String pointer;
    private final Kind kind;
    private final String otherwise;

    Column(String header, Level level, String pointer) {
        this(header, level, pointer, Kind.TEXT, null);
    }

    Column(String header, Level level, String pointer, Kind kind, String otherwise) {
        this.header = header;
        this.level = level;
        this.pointer = pointer;
        this.kind = kind;
        this.otherwise = otherwise;
    }

    /** The column of a header; {@code valid_from} and {@code Valid From} are {@code validFrom}, too. */
    static Optional<Column> of(String header) {
        return Optional.ofNullable(BY_NAME.get(plain(header)));
    }

    static List<Column> of(Level level) {
        return Arrays.stream(values()).filter(column -> column.level == level).toList();
    }

    private static String plain(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[_ -]", "");
    }

    String header() {
        return header;
    }

    Level level() {
        return level;
    }

    /** Where the value stands: in the plan, or in the model or the tier; null where it has no such place. */
    String pointer() {
        return pointer;
    }

    Kind kind() {
        return kind;
    }

    /** What an empty field stands for; null where it stands for nothing. */
    String otherwise() {
        return otherwise;
    }
}
