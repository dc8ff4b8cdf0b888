package io.billinghub.api.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

/** A handler behind the filter is given nothing that must not be read, in the message or in the failure. */
class RedactingFilterTest {

    private static final String IBAN = "FI2112345600000785";
    private final RedactingFilter filter = new RedactingFilter();

    @Test
    void parametersAreLookedAtInTheirPlace() {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, "paid to %s of %s", ExtLogRecord.FormatStyle.PRINTF, "x");
        record.setParameters(new Object[] {IBAN, "anna@example.com"});
        assertThat(filter.isLoggable(record)).isTrue();
        assertThat(record.getFormattedMessage()).isEqualTo("paid to [IBAN] of [e-mail]");
    }

    @Test
    void aPercentSignThatIsLeftIsNoFormat() {
        LogRecord record = new LogRecord(Level.INFO, "100 % of " + IBAN);
        assertThat(filter.isLoggable(record)).isTrue();
        assertThat(record.getMessage()).isEqualTo("100 % of [IBAN]");
    }

    @Test
    void messagesOfCausesAndOfWhatWasSuppressedAreRedactedAndTheirPlacesKept() {
        Exception cause = new IllegalArgumentException("no account " + IBAN);
        cause.addSuppressed(new IllegalStateException("mail to anna@example.com"));
        Exception failure = new RuntimeException("failed", cause);
        ExtLogRecord record = new ExtLogRecord(Level.SEVERE, "oops", "x");
        record.setThrown(failure);
        filter.isLoggable(record);
        String shown = stackTrace(record.getThrown());
        assertThat(shown)
                .doesNotContain(IBAN)
                .doesNotContain("anna@")
                .contains("java.lang.RuntimeException: failed")
                .contains("Caused by: java.lang.IllegalArgumentException: no account [IBAN]")
                .contains("Suppressed: java.lang.IllegalStateException: mail to [e-mail]")
                .contains("RedactingFilterTest.messagesOfCauses");
    }

    @Test
    void aRecordWithNothingToHideIsLeftAsItIs() {
        Exception failure = new RuntimeException("failed", new IllegalStateException("why"));
        ExtLogRecord record = new ExtLogRecord(Level.INFO, "run %s", ExtLogRecord.FormatStyle.PRINTF, "x");
        record.setParameters(new Object[] {"7"});
        record.setThrown(failure);
        filter.isLoggable(record);
        assertThat(record.getThrown()).isSameAs(failure);
        assertThat(record.getMessage()).isEqualTo("run %s");
        assertThat(record.getFormattedMessage()).isEqualTo("run 7");
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
