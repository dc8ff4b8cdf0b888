package io.billinghub.core.billrun.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/** What a task of a stage looks at. */
public sealed interface RunCheck permits RunCheck.BuiltIn {

    /** The first {@link StageTask#gate() gate} at which it has something to look at. */
    int earliest();

    /** For how long it may take; then it has failed. */
    Duration limit();

    /**
     * One of the hub's own checks.
     *
     * @param most what the rule counts may be so much; null for rules that allow nothing
     */
    record BuiltIn(Rule rule, BigDecimal most) implements RunCheck {

        private static final Duration LIMIT = Duration.ofMinutes(1);
        private static final BigDecimal HIGHEST = new BigDecimal("1000000000");

        /** @throws IllegalArgumentException with what is wrong */
        public BuiltIn {
            Objects.requireNonNull(rule, "rule");
            if (rule.measured != (most != null)) {
                throw new IllegalArgumentException(
                        rule + (rule.measured ? " needs 'most', a number" : " has no 'most': it allows nothing"));
            }
            if (most != null && (most.signum() < 0 || most.compareTo(HIGHEST) > 0 || most.scale() > 6)) {
                throw new IllegalArgumentException("'most' is from 0 to " + HIGHEST + ", with 6 decimals at most");
            }
        }

        @Override
        public int earliest() {
            return rule.earliest;
        }

        @Override
        public Duration limit() {
            return LIMIT;
        }
    }

    /** The hub's own rules. */
    enum Rule {
        /** Root accounts that are parked, in percent of those of the run. */
        PARKED_SHARE(true, BillRunState.RATING, StageTask.Moment.AFTER),
        /** By how many percent the sum of the bills differs from that of the period before, per currency; one that is new is not held against anything. */
        TOTAL_CHANGE(true, BillRunState.CONSOLIDATING, StageTask.Moment.AFTER),
        /** Partners that have sent no bill of the period: it was expected, or they had one in the period before. */
        MISSING_PARTNERS(false, BillRunState.COLLECTING, StageTask.Moment.AFTER),
        /** Documents of the period's time that are not read yet, or of which something waits in quarantine. */
        UNDECIDED_DOCUMENTS(false, BillRunState.COLLECTING, StageTask.Moment.BEFORE),
        /** Countries of customers and tax classes of what they have that no rate is in force for. */
        MISSING_TAX_RATES(false, BillRunState.COLLECTING, StageTask.Moment.BEFORE),
        /** Bills of the period whose amount is zero, without what was brought forward. */
        ZERO_BILLS(true, BillRunState.CONSOLIDATING, StageTask.Moment.AFTER),
        /** Bills of the period whose amount is negative, without what was brought forward. */
        NEGATIVE_BILLS(true, BillRunState.CONSOLIDATING, StageTask.Moment.AFTER),
        /** Accounts that have a bill now and had none in the period before, in percent of those that had one. */
        NEW_ACCOUNTS(true, BillRunState.CONSOLIDATING, StageTask.Moment.AFTER),
        /** Accounts that had a bill in the period before and have none now, in percent of those that had one. */
        GONE_ACCOUNTS(true, BillRunState.CONSOLIDATING, StageTask.Moment.AFTER);

        private final boolean measured;
        private final int earliest;

        Rule(boolean measured, BillRunState stage, StageTask.Moment moment) {
            this.measured = measured;
            this.earliest = StageTask.gate(stage, moment);
        }
    }

    /**
     * What a check has found.
     *
     * @param message for people, without amounts; 1 to {@value #LONGEST_MESSAGE} characters
     */
    record Finding(boolean ok, String message) {

        /** Most characters of a message. */
        public static final int LONGEST_MESSAGE = 500;

        public Finding {
            String printable = message.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip();
            message = printable.length() > LONGEST_MESSAGE ? printable.substring(0, LONGEST_MESSAGE) : printable;
        }
    }
}
