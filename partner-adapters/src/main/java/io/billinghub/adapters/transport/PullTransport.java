package io.billinghub.adapters.transport;

/**
 * One way on which the hub fetches documents. Its options are described by {@code schema/transport/TYPE.schema.json}, to which
 * the descriptor's schema refers. Thread-safe: several adapters are pulled at once.
 */
public interface PullTransport {

    /** The transport's name in descriptors and on documents. */
    String type();

    /**
     * Gives the session each document that is there, and notes on the partner's side or in the session what was taken only after
     * {@link PullSession#document} has returned; blocks.
     *
     * @throws io.billinghub.core.error.HubException TARGET_REFUSED, CREDENTIAL_MISSING, PARTNER_REFUSED, PARTNER_UNAVAILABLE or
     *     FOLDER_REFUSED if the pull could not be done to its end; what was given before stays stored
     */
    void pull(PullSession session);
}
