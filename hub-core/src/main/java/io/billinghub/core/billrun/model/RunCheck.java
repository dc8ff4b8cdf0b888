package io.billinghub.core.billrun.model;

import io.billinghub.core.notification.model.CallbackUrl;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/** What a task of a stage looks at. */
public sealed interface RunCheck permits RunCheck.BuiltIn, RunCheck.Http, RunCheck.Sample {

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

    /**
     * A question to another system.
     *
     * @param method GET or POST
     * @param url as listeners have it
     * @param secret {@code secret:task-NAME}, sent as a bearer token; null for none
     * @param limit 1 to {@value #LONGEST_SECONDS} seconds
     * @param expectedStatus the status that says yes
     * @param json whether the answer has to be {@code {"ok": true}} too, perhaps with a message
     */
    record Http(String method, String url, String secret, Duration limit, int expectedStatus, boolean json)
            implements RunCheck {

        private static final int LONGEST_SECONDS = 60;
        private static final Pattern SECRET = Pattern.compile("secret:task(-[a-z0-9]+){1,8}");

        /** @throws IllegalArgumentException with what is wrong */
        public Http {
            if (!method.equals("GET") && !method.equals("POST")) {
                throw new IllegalArgumentException("'method' is GET or POST, not " + method);
            }
            try {
                CallbackUrl.parse(url);
            } catch (IllegalArgumentException invalid) {
                throw new IllegalArgumentException("'url' " + invalid.getMessage(), invalid);
            }
            if (secret != null && !SECRET.matcher(secret).matches()) {
                throw new IllegalArgumentException(
                        "'secret' is secret:task-NAME, of small letters, digits and hyphens: other secrets are not for tasks");
            }
            if (limit.toSeconds() < 1 || limit.toSeconds() > LONGEST_SECONDS) {
                throw new IllegalArgumentException("'timeoutSeconds' is from 1 to " + LONGEST_SECONDS);
            }
            if (expectedStatus < 200 || expectedStatus > 599) {
                throw new IllegalArgumentException("'expectedStatus' is from 200 to 599");
            }
        }

        @Override
        public int earliest() {
            return 0;
        }
    }

    /**
     * Bills that people have looked at.
     *
     * @param bills how many are drawn, 1 to {@value #MOST_BILLS}
     */
    record Sample(int bills) implements RunCheck {

        private static final int MOST_BILLS = 500;

        /** @throws IllegalArgumentException with what is wrong */
        public Sample {
            if (bills < 1 || bills > MOST_BILLS) {
                throw new IllegalArgumentException("'bills' is from 1 to " + MOST_BILLS);
            }
        }

        @Override
        public int earliest() {
            return StageTask.gate(BillRunState.CONSOLIDATING, StageTask.Moment.AFTER);
        }

        @Override
        public Duration limit() {
            return BuiltIn.LIMIT;
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
