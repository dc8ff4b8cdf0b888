package io.billinghub.embedded.cli;

import java.util.List;

/** One command of {@code ./hub}. */
public interface Command {
    /** The word after {@code ./hub}. */
    String name();

    /** What follows the name in the help, for example {@code USER}; empty if nothing does. */
    default String parameters() {
        return "";
    }

    /** One line for the help. */
    String summary();

    /**
     * Runs the command.
     *
     * @param arguments what followed the name
     * @return the exit code
     * @throws UsageException if the arguments are wrong
     * @throws io.billinghub.embedded.folder.EmbeddedServicesException if it cannot be done; the message says why
     */
    int run(List<String> arguments) throws InterruptedException;
}
