package io.billinghub.adapters.pull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A real server of files in the test's JVM, which serves a folder and lets a test interfere while a file is read. */
interface FileServer {

    /** What happens in the midst of a file. */
    @FunctionalInterface
    interface Fault {
        void happen() throws IOException;
    }

    /** The folder that the server serves. */
    Path root();

    /** The descriptor's transport, without the end of the object, so that options can follow. */
    String transport();

    /** The right secrets. */
    Map<String, String> secrets();

    /** Wrong ones. */
    Map<String, String> wrongSecrets();

    /** Has the fault happen once, when the server is past the first bytes of a file. */
    void inMidFile(Fault fault);

    void stop() throws IOException;

    void start() throws IOException;
}
