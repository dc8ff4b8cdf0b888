package io.billinghub.core.billrun.model;

import io.billinghub.core.rating.model.RatedStep;
import java.util.List;

/**
 * A line that a bill would have.
 *
 * @param charge as a run would charge it
 * @param steps how its amount comes to be
 */
public record EstimatedLine(NewCharge charge, List<RatedStep> steps) {

    public EstimatedLine {
        steps = List.copyOf(steps);
    }
}
