package io.billinghub.core.billrun.model;

import io.billinghub.core.cycle.CyclePeriod;
import java.util.List;

/**
 * What a bill of the period would charge by what is known now.
 *
 * @param lines net of tax
 * @param missing why something could not be estimated, and what to do; a run would not bill the account before
 */
public record Estimate(CyclePeriod period, List<EstimatedLine> lines, List<String> missing) {

    public Estimate {
        lines = List.copyOf(lines);
        missing = List.copyOf(missing);
    }
}
