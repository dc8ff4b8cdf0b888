package io.billinghub.embedded.keycloak;

import io.billinghub.embedded.process.Daemon;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An unpacked Keycloak distribution and how its server is started: by {@code java} directly instead of {@code kc.sh},
 * so that the process number is the server's own and no bash is needed.
 */
record KeycloakHome(Path root) {
    static final String REALM = "billing-hub";

    /** Class data archive, made and used with the same relative class path. */
    Path classArchive() {
        return root.resolve("keycloak.jsa");
    }

    /** The database with the imported realm that a first start copies. */
    Path seed() {
        return root.resolve("seed").resolve("keycloakdb.mv.db");
    }

    /** Names the version and the realm that this home was prepared for. */
    Path stamp() {
        return root.resolve("seed").resolve("stamp");
    }

    /**
     * The server on one loopback port, without clustering.
     *
     * @param database path of the H2 database without its suffix
     * @param jvmOptions in addition to those it always needs
     */
    Daemon server(int port, Path database, Path log, List<String> jvmOptions, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname=http://127.0.0.1:" + port,
                "--db-url=jdbc:h2:file:" + database + ";NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=0"));
        arguments.addAll(more);
        return daemon(arguments, log, jvmOptions, Map.of());
    }

    Daemon daemon(List<String> arguments, Path log, List<String> jvmOptions, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                Daemon.java(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US",
                homeOption(),
                "-Djboss.server.config.dir=" + root.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                "-cp",
                "lib/quarkus-run.jar",
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(arguments);
        return new Daemon(command, environment, root, log);
    }

    /** Says in each command line which home it is. */
    String homeOption() {
        return "-Dkc.home.dir=" + root;
    }

    /** Whether the realm's public address answers. */
    static boolean answers(int port) {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/realms/" + REALM)
                    .toURL()
                    .openConnection(java.net.Proxy.NO_PROXY);
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }
}
