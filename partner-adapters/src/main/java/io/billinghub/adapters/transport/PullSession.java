package io.billinghub.adapters.transport;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * One pull of one adapter, as its transport sees it. Used by one thread. Every method that stores something fails with PULL_LOST
 * once another process has taken the pull over.
 */
public interface PullSession {

    String tenantKey();

    /** The adapter's name inside the tenant. */
    String adapterKey();

    /** The descriptor's {@code transport}. */
    JsonNode options();

    /** The hub's clock. */
    Instant now();

    /**
     * The secret of a reference {@code secret:NAME}.
     *
     * @throws io.billinghub.core.error.HubException CREDENTIAL_MISSING
     */
    String secret(String reference);

    /** What {@link #cursor(String)} has kept last, in this pull or an earlier one. */
    Optional<String> cursor();

    /** Keeps how far the partner's data is stored; at most 10,000 characters. */
    void cursor(String value);

    /**
     * Takes a document in. Its bytes are durable when this returns, and only then.
     *
     * @param contentType or null
     * @throws RuntimeException if they could not be read to their end or not be stored; the pull then counts as failed, also
     *     where the transport goes on with the next document
     */
    void document(String name, String contentType, InputStream content);

    /** Whether this very file was noted as stored. */
    boolean pulled(RemoteFile file);

    /** Those of the files that were noted as stored. */
    Set<RemoteFile> pulled(Collection<RemoteFile> files);

    /** Notes that the file is stored, where it can't be moved. */
    void notePulled(RemoteFile file);

    /** Forgets the files that are there no more. */
    void forgetAllBut(Collection<RemoteFile> present);

    /**
     * As {@link #forgetAllBut}, for a part of a long list that comes in the order of the names' bytes.
     *
     * @param after names up to this one are left alone
     * @param to names behind this one are left alone; null if there is nothing behind
     */
    void forgetBetween(String after, String to, Collection<RemoteFile> present);

    /** Renews the lease; call it before what can't be undone. */
    void confirm();

    /** A failure that keeps nothing else from being pulled; the pull counts as failed. */
    void failed(RuntimeException failure);

    /** The partner asks to be left alone for so long; counts if the pull fails. */
    void retryAfter(Duration wait);
}
