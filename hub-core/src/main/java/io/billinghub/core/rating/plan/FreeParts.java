package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.Words;
import io.billinghub.core.rating.modifier.allowance.Drawn;
import io.billinghub.core.rating.modifier.allowance.Use;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The quantities of a plan's lines as an allowance sees them, and what it covers of each. */
final class FreeParts {
    private final List<MeasuredLine> lines;

    FreeParts(List<MeasuredLine> lines) {
        this.lines = lines;
    }

    /** One for each quantity, in the order of the lines. */
    List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        for (MeasuredLine line : lines) {
            for (BigDecimal quantity : line.quantities()) {
                uses.add(new Use(id(uses.size()), quantity));
            }
        }
        return uses;
    }

    List<List<BigDecimal>> none() {
        return byLine(uses().stream().map(use -> BigDecimal.ZERO).toList());
    }

    List<List<BigDecimal>> of(Drawn drawn) {
        return byLine(uses().stream()
                .map(use -> drawn.free().getOrDefault(use.id(), BigDecimal.ZERO))
                .toList());
    }

    /** In proportion to the quantities, as an allowance does it. */
    List<List<BigDecimal>> pooled(BigDecimal pooled, String unit) {
        List<BigDecimal> rooms =
                uses().stream().map(use -> use.quantity().max(BigDecimal.ZERO)).toList();
        BigDecimal used = Split.sum(rooms);
        if (pooled.compareTo(used) > 0) {
            throw new IllegalArgumentException("the shared allowance cannot have covered "
                    + Words.quantity(pooled, unit) + " of " + Words.quantity(used, unit) + " that were used");
        }
        int places = rooms.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        return byLine(Split.within(pooled, rooms, Math.max(places, pooled.scale())));
    }

    private List<List<BigDecimal>> byLine(List<BigDecimal> parts) {
        Iterator<BigDecimal> next = parts.iterator();
        List<List<BigDecimal>> byLine = new ArrayList<>();
        for (MeasuredLine line : lines) {
            byLine.add(line.quantities().stream().map(quantity -> next.next()).toList());
        }
        return byLine;
    }

    private static String id(int index) {
        return String.format(Locale.ROOT, "%09d", index);
    }
}
