package io.billinghub.onboarding.ratecard;

import io.billinghub.onboarding.priceplan.model.GivenPlan;
import io.billinghub.onboarding.priceplan.model.OfferedPlan;
import io.billinghub.onboarding.priceplan.model.PlanReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Price plans from CSV and to CSV. */
public final class RateCard {
    /** So many rows a rate card has at most, without the one of the headers. */
    public static final int MOST_ROWS = CardRows.MOST_ROWS;

    private RateCard() {}

    /** The plans that the rows hold, or each field that is wrong. */
    public static PlanReading read(byte[] csv) {
        Flaws flaws = new Flaws();
        List<CardRow> rows = CardRows.read(csv, flaws);
        List<PlanRows> plans = new ArrayList<>();
        List<GivenPlan> given = new ArrayList<>();
        if (flaws.isEmpty()) {
            byVersion(rows, flaws).forEach(its -> {
                PlanRows plan = new PlanRows(its, flaws);
                given.add(plan.read());
                plans.add(plan);
            });
        }
        return flaws.isEmpty()
                ? new PlanReading.Accepted(
                        given, (plan, pointer) -> plans.get(plan).place(pointer))
                : new PlanReading.Refused(flaws.list());
    }

    /** Rows of one plan and version, wherever they stand. */
    private static List<List<CardRow>> byVersion(List<CardRow> rows, Flaws flaws) {
        Map<List<String>, List<CardRow>> plans = new LinkedHashMap<>();
        for (CardRow row : rows) {
            String key = row.get(Column.PLAN);
            String version = row.get(Column.VERSION);
            if (key == null || version == null) {
                flaws.at(
                        row,
                        key == null ? Column.PLAN : Column.VERSION,
                        "is missing: each row says its plan and version");
                continue;
            }
            plans.computeIfAbsent(List.of(key, version), name -> new ArrayList<>())
                    .add(row);
        }
        return new ArrayList<>(plans.values());
    }

    /**
     * The plans as CSV with CRLF, in UTF-8, without the columns that no plan needs.
     *
     * @throws io.billinghub.core.error.HubException NOT_FOR_RATE_CARDS if a plan does not fit into rows, or all plans together into {@value #MOST_ROWS}
     */
    public static String write(List<OfferedPlan> plans) {
        return new CardWriter().write(plans);
    }
}
