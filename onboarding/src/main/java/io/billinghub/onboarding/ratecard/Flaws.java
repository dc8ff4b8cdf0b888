package io.billinghub.onboarding.ratecard;

import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.Findings;
import io.billinghub.onboarding.priceplan.model.Place;
import io.billinghub.onboarding.priceplan.model.PlanFinding;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a rate card, in the order in which it is found, up to a number that helps. Not safe for concurrent use. */
final class Flaws {
    private final List<PlanFinding> found = new ArrayList<>();

    void file(String message) {
        add(Place.file(), message);
    }

    void at(CardRow row, Column column, String message) {
        add(Place.row(row.number(), column.header()), message);
    }

    void add(Place place, String message) {
        if (found.size() < Findings.LIMIT) {
            found.add(new PlanFinding(place, OnboardingError.INVALID_RATE_CARD, message));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    int size() {
        return found.size();
    }

    List<PlanFinding> list() {
        return List.copyOf(found);
    }
}
