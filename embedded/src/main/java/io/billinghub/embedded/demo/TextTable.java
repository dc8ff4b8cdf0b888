package io.billinghub.embedded.demo;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a title, in columns as wide as they need to be; numbers to the right. */
public final class TextTable {
    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String title, String... header) {
        this.title = title;
        rows.add(List.of(header));
    }

    public TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell == null ? "" : cell.toString());
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder("\n").append(title).append('\n');
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                String padding = " ".repeat(widths[i] - cell.length());
                boolean right = r > 0
                        ? isNumber(cell)
                        : rows.size() > 1 && isNumber(rows.get(1).get(i));
                line.append(right ? padding + cell : cell + padding).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static boolean isNumber(String cell) {
        return !cell.isEmpty() && cell.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == '-');
    }
}
