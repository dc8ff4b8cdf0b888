package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What a failure of a partner's system, or on the way to it, means for the pull. */
public final class TransportFailure {

    private TransportFailure() {}

    /**
     * The refusal that lies behind the failure, or PARTNER_UNAVAILABLE.
     *
     * @param partner what did not answer, without secrets
     */
    public static HubException of(String partner, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HubException refusal) {
                return refusal;
            }
        }
        return new HubException(
                AdapterError.PARTNER_UNAVAILABLE,
                partner + " did not answer in full: " + failure.getMessage(),
                failure);
    }

    /** The partner's system has said no. */
    public static HubException refused(String detail, Exception cause) {
        return new HubException(AdapterError.PARTNER_REFUSED, detail, cause);
    }

    /** How long the header Retry-After asks to wait: seconds or a date, by RFC 9110; empty where it is neither. */
    public static Optional<Duration> retryAfter(String value, Instant now) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, until)).filter(wait -> !wait.isNegative());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
