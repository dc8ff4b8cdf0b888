package io.billinghub.embedded.process;

import java.io.IOException;

/** One service that the supervisor starts, watches and stops. Methods may block; each service has a thread of its own. */
public interface ServiceProgram {
    /**
     * Sets up what the first start needs and says how to start the service.
     *
     * @param port the loopback port that it must listen on
     * @throws IOException with a message for a person if it cannot be started here
     */
    Daemon prepare(int port) throws IOException;

    /**
     * A command-line argument that only this service of this data folder has. A process that has it but stands in no
     * record was started just before its supervisor was killed, and would refuse its successor the data.
     */
    String marker();

    /** Whether the service answers in its own protocol on this port. */
    boolean answers(int port);

    /** Runs once after each start, before the service counts as ready. */
    default void afterStart(int port) throws IOException {}

    /** The signal that makes it stop in good order without waiting for its clients, without SIG. */
    default String stopSignal() {
        return "TERM";
    }
}
