package io.billinghub.api.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart of bars, as places in an SVG of {@value #WIDTH} by {@value #HEIGHT} units; the table beside it has the same figures.
 *
 * @param title what is shown, with its unit
 * @param zero where the line of zero lies, from above
 */
public record BarChart(String title, int zero, List<Bar> bars) {

    public static final int WIDTH = 720;
    public static final int HEIGHT = 220;

    private static final int TOP = 24;
    private static final int BOTTOM = 190;
    private static final int WIDEST = 64;

    /**
     * One bar.
     *
     * @param middle from the left, where its texts stand
     * @param text the value above it
     */
    public record Bar(int x, int y, int width, int height, int middle, int textY, String label, String text) {}

    /** A value with its label, e.g. a month. */
    record Value(String label, BigDecimal value, String text) {}

    public BarChart {
        bars = List.copyOf(bars);
    }

    public int width() {
        return WIDTH;
    }

    public int height() {
        return HEIGHT;
    }

    /** The bars reach from zero; where there are negative values they reach below it. */
    static BarChart of(String title, List<Value> values) {
        BigDecimal most = BigDecimal.ZERO;
        BigDecimal least = BigDecimal.ZERO;
        for (Value value : values) {
            most = most.max(value.value());
            least = least.min(value.value());
        }
        BigDecimal span = most.subtract(least).signum() == 0 ? BigDecimal.ONE : most.subtract(least);
        int zero = TOP + units(most, span);
        List<Bar> bars = new ArrayList<>();
        int place = values.isEmpty() ? WIDTH : WIDTH / values.size();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            int width = Math.min(WIDEST, Math.max(1, place * 2 / 3));
            int height = units(value.value().abs(), span);
            int top = value.value().signum() < 0 ? zero : zero - height;
            int middle = place * i + place / 2;
            bars.add(new Bar(middle - width / 2, top, width, height, middle, top - 6, value.label(), value.text()));
        }
        return new BarChart(title, zero, bars);
    }

    private static int units(BigDecimal value, BigDecimal span) {
        return value.multiply(BigDecimal.valueOf(BOTTOM - TOP))
                .divide(span, 0, RoundingMode.HALF_UP)
                .intValueExact();
    }
}
