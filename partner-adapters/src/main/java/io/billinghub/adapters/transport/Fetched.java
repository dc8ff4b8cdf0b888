package io.billinghub.adapters.transport;

import java.io.InputStream;

/** What takes a document while its transport holds it open. */
@FunctionalInterface
interface Fetched {

    /**
     * Takes the document in.
     *
     * @param contentType or null
     * @throws RuntimeException if its bytes could not be stored
     */
    void document(String name, String contentType, InputStream content);
}
