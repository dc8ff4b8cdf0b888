package io.billinghub.adapters.pull;

import java.io.IOException;
import java.util.Map;

/** A real server of documents in the test's JVM, behind a relay that lets a test interfere. */
interface DocumentServer {

    Relay relay();

    /** The descriptor's transport, for a place of its own on the server. */
    String transport(String place) throws Exception;

    /** The right secrets. */
    Map<String, String> secrets();

    /**
     * Puts a bill there.
     *
     * @return the name of the document that the hub makes of it
     */
    String put(String place, String number, int lines) throws Exception;

    /** Puts the same bill there once more. */
    void putAgain(String place, String number, int lines) throws Exception;

    void stop() throws IOException;
}
