package io.billinghub.api.log;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Takes tokens, IBANs and e-mail addresses out of each record, messages of its exceptions included, before the handler that it
 * stands before writes it; {@code quarkus.log.*.filter=redact} sets it there. It lets every record through.
 */
@LoggingFilter(name = "redact")
public final class RedactingFilter implements Filter {

    @Override
    public boolean isLoggable(LogRecord record) {
        record.setThrown(RedactedThrowable.of(record.getThrown()));
        String shown = shown(record);
        String safe = Redaction.of(shown);
        if (safe != null && !safe.equals(shown)) {
            record.setParameters(null);
            if (record instanceof ExtLogRecord extended) {
                extended.setMessage(safe, ExtLogRecord.FormatStyle.NO_FORMAT);
            } else {
                record.setMessage(safe);
            }
        }
        return true;
    }

    private static String shown(LogRecord record) {
        return record instanceof ExtLogRecord extended ? extended.getFormattedMessage() : record.getMessage();
    }
}
