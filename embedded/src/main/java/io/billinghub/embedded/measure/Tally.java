package io.billinghub.embedded.measure;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Verdicts of one way to deal with bills, by class of errors and kind of look-alike. */
final class Tally {
    private static final int THOUSAND = 1000;

    private final String name;
    private final Map<ErrorClass, Map<Verdict, Integer>> errors = new EnumMap<>(ErrorClass.class);
    private final Map<LookAlike, Map<Verdict, Integer>> lookAlikes = new EnumMap<>(LookAlike.class);
    private final Map<Verdict, Integer> plain = new EnumMap<>(Verdict.class);

    /** @param name of the way, as it is printed */
    Tally(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void count(Delivery delivery, Verdict verdict) {
        Map<Verdict, Integer> counts = delivery.error()
                .map(kind -> errors.computeIfAbsent(kind, none -> new EnumMap<>(Verdict.class)))
                .orElseGet(() -> delivery.lookAlike()
                        .map(kind -> lookAlikes.computeIfAbsent(kind, none -> new EnumMap<>(Verdict.class)))
                        .orElse(plain));
        counts.merge(verdict, 1, Integer::sum);
    }

    int errors(ErrorClass kind, Verdict verdict) {
        return errors.getOrDefault(kind, Map.of()).getOrDefault(verdict, 0);
    }

    int lookAlikes(LookAlike kind, Verdict verdict) {
        return lookAlikes.getOrDefault(kind, Map.of()).getOrDefault(verdict, 0);
    }

    private static int sum(Map<?, Map<Verdict, Integer>> counts, Verdict verdict) {
        return counts.values().stream()
                .mapToInt(count -> count.getOrDefault(verdict, 0))
                .sum();
    }

    /** Errors of all classes with that verdict. */
    int errors(Verdict verdict) {
        return sum(errors, verdict);
    }

    /** Good bills, look-alikes too, with that verdict. */
    int good(Verdict verdict) {
        return plain.getOrDefault(verdict, 0) + sum(lookAlikes, verdict);
    }

    private int all(boolean wrong) {
        int all = 0;
        for (Verdict verdict : Verdict.values()) {
            all += wrong ? errors(verdict) : good(verdict);
        }
        return all;
    }

    /** Per cent of the errors that the customer's bill does not have. */
    double heldPercent() {
        return 100.0 * errors(Verdict.HELD) / Math.max(1, all(true));
    }

    /** Good bills that were held, per thousand. */
    double falseAlarms() {
        return (double) THOUSAND * good(Verdict.HELD) / Math.max(1, all(false));
    }

    /** Good bills that a person was told of for nothing, per thousand. */
    double falseWarnings() {
        return (double) THOUSAND * good(Verdict.WARNED) / Math.max(1, all(false));
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%-14s %5d errors: %5.1f %% held, %5.1f %% warned, %5.1f %% on customers' bills; %6d good bills: %.2f false"
                        + " alarms and %.2f needless warnings per 1,000",
                name,
                all(true),
                heldPercent(),
                100.0 * errors(Verdict.WARNED) / Math.max(1, all(true)),
                100.0 * errors(Verdict.PASSED) / Math.max(1, all(true)),
                all(false),
                falseAlarms(),
                falseWarnings());
    }
}
