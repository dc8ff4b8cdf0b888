package io.billinghub.embedded.measure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was measured.
 *
 * @param events of usage that were sent; negative where partners send bills alone
 * @param tallies of the hub first, then of the baselines
 * @param before right bills of the months before, by what the hub did with them
 * @param reasons what the hub said of good bills that it held or warned of: rule codes with how many
 * @param onBills errors by class of which something wrong stands on a customer's bill
 * @param money what was read back from customers' bills, in words
 * @param scarce classes of errors for which the world had too few bills
 * @param seconds that the hub took for all documents, bills a second among them
 * @param coherent whether the hub finds no contradiction in its own data
 */
record MeasureResult(
        long seed,
        int events,
        List<Tally> tallies,
        Map<Verdict, Integer> before,
        Map<String, Integer> reasons,
        Map<ErrorClass, Integer> onBills,
        String money,
        Set<ErrorClass> scarce,
        double seconds,
        int documents,
        boolean coherent) {

    MeasureResult {
        tallies = List.copyOf(tallies);
        before = Map.copyOf(before);
        reasons = Map.copyOf(reasons);
        onBills = Map.copyOf(onBills);
        scarce = Set.copyOf(scarce);
    }

    /** The table that is printed. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Seed %d, %s: %,d documents in %.1f s (%.0f a second)%n%n%-28s",
                seed,
                events < 0 ? "bills alone" : String.format(Locale.ROOT, "bills and %,d events of usage", events),
                documents,
                seconds,
                documents / Math.max(0.001, seconds),
                "error, held/warned/passed"));
        tallies.forEach(tally -> text.append(String.format(Locale.ROOT, " %16s", tally.name())));
        text.append(String.format(" %16s%n", "on bills"));
        for (ErrorClass kind : ErrorClass.values()) {
            if (events < 0 && kind.isOfUsage()) {
                continue;
            }
            text.append(String.format(
                    Locale.ROOT, "%-28s", kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            for (Tally tally : tallies) {
                text.append(String.format(
                        Locale.ROOT,
                        " %16s",
                        tally.errors(kind, Verdict.HELD) + "/" + tally.errors(kind, Verdict.WARNED) + "/"
                                + tally.errors(kind, Verdict.PASSED)));
            }
            text.append(String.format(" %16d%n", onBills.getOrDefault(kind, 0)));
        }
        text.append(String.format("%nlook-alike, held/warned/passed%n"));
        for (LookAlike kind : LookAlike.values()) {
            if (events < 0 && kind.isOfUsage()) {
                continue;
            }
            text.append(String.format(
                    Locale.ROOT, "%-28s", kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            for (Tally tally : tallies) {
                text.append(String.format(
                        Locale.ROOT,
                        " %16s",
                        tally.lookAlikes(kind, Verdict.HELD) + "/" + tally.lookAlikes(kind, Verdict.WARNED) + "/"
                                + tally.lookAlikes(kind, Verdict.PASSED)));
            }
            text.append(String.format("%n"));
        }
        text.append(String.format("%n"));
        tallies.forEach(tally -> text.append(tally.summary()).append(String.format("%n")));
        text.append(String.format(
                Locale.ROOT,
                "Of %,d right bills of the months before %d were held and %d told of%n",
                before.values().stream().mapToInt(Integer::intValue).sum(),
                before.getOrDefault(Verdict.HELD, 0),
                before.getOrDefault(Verdict.WARNED, 0)));
        text.append(String.format(
                "Of %d errors something wrong stands on a customer's bill%n",
                onBills.values().stream().mapToInt(Integer::intValue).sum()));
        text.append(money).append(String.format("%n"));
        if (!reasons.isEmpty()) {
            text.append(String.format("The hub's words on good bills: %s%n", new TreeMap<>(reasons)));
        }
        if (!scarce.isEmpty()) {
            text.append(String.format("Too few bills for: %s%n", scarce));
        }
        text.append(coherent ? "" : String.format("The hub's coherence check does NOT hold.%n"));
        return text.toString();
    }
}
