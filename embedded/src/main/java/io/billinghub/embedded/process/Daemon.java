package io.billinghub.embedded.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to start a process that must outlive its parent: a session of its own where the system has {@code setsid}, so
 * that Ctrl-C in a terminal reaches only the launcher, which then stops things in good order.
 *
 * @param command program and arguments
 * @param environment variables to add to, or override in, the inherited ones
 * @param directory working directory, must exist
 * @param log file that standard output and error are appended to
 */
public record Daemon(List<String> command, Map<String, String> environment, Path directory, Path log) {
    /** Variables meant for the hub or for a user's own installation, which would confuse the services. */
    private static final List<String> NOT_INHERITED =
            List.of("QUARKUS_", "KC_", "KEYCLOAK_", "SMALLRYE_", "MP_", "KAFKA_", "PG");

    private static final long LONG_LOG_BYTES = 20L << 20;

    public Daemon {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * Starts the process with a clean environment: nothing that configures the hub reaches it.
     *
     * @throws IOException if the program or the log file cannot be opened
     */
    public Process start() throws IOException {
        return start(false);
    }

    /** Starts the process with the whole inherited environment. */
    public Process startInheriting() throws IOException {
        return start(true);
    }

    private Process start(boolean inherit) throws IOException {
        Files.createDirectories(log.getParent());
        setLongLogAside();
        List<String> full = new ArrayList<>();
        program("setsid").ifPresent(setsid -> full.add(setsid.toString()));
        full.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(full)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (!inherit) {
            builder.environment()
                    .keySet()
                    .removeIf(name -> NOT_INHERITED.stream().anyMatch(name::startsWith));
        }
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void setLongLogAside() throws IOException {
        if (Files.exists(log) && Files.size(log) > LONG_LOG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The path of a program that is found through PATH. */
    public static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The {@code java} program of the JVM that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
