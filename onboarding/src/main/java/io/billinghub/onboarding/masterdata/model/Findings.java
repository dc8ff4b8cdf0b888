package io.billinghub.onboarding.masterdata.model;

import io.billinghub.onboarding.error.OnboardingError;
import java.util.ArrayList;
import java.util.List;

/** Collects what the rules find, in the order of the rules. Not safe for concurrent use. */
public final class Findings {
    /** More than these help nobody. */
    public static final int LIMIT = 200;

    private final List<Finding> found = new ArrayList<>();

    /** Keeps the finding, unless there are {@value #LIMIT} already. */
    public void add(String pointer, OnboardingError code, String message) {
        if (found.size() < LIMIT) {
            found.add(new Finding(pointer, code, message));
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Finding> list() {
        return List.copyOf(found);
    }
}
