package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;

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
}
