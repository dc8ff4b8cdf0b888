package io.billinghub.embedded.postgres;

import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.FileTrees;
import io.billinghub.embedded.folder.Settings;
import io.billinghub.embedded.process.Daemon;
import io.billinghub.embedded.process.LogTail;
import io.billinghub.embedded.process.ServiceProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** PostgreSQL with its data under {@code <data>/postgres}: every commit is flushed, TCP on loopback only, no sockets. */
public final class PostgresProgram implements ServiceProgram {
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "shared_buffers=512MB",
            "max_wal_size=2GB",
            "max_connections=100",
            "random_page_cost=1.1",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC");

    private final DataFolder data;
    private final Settings settings;
    private final Path cluster;

    public PostgresProgram(DataFolder data, Settings settings) {
        this.data = data;
        this.settings = settings;
        this.cluster = data.root().resolve("postgres");
    }

    @Override
    public String marker() {
        return cluster.toString();
    }

    @Override
    public Daemon prepare(int port) throws IOException {
        Path programs = PostgresBinaries.unpack(data.services().resolve("postgres-programs"));
        List<String> asUser = notAsRoot();
        initialise(programs, asUser);
        // no postmaster of ours lives any more; a number in its lock that belongs to another program by now would count
        Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of(
                programs.resolve("postgres").toString(), "-D", cluster.toString(), "-p", Integer.toString(port)));
        for (String setting : SETTINGS) {
            command.add("-c");
            command.add(setting);
        }
        return new Daemon(command, Map.of("LC_ALL", "C"), data.services(), data.log("postgres"));
    }

    @Override
    public boolean answers(int port) {
        try (Connection connection = connect(port)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void afterStart(int port) throws IOException {
        try (Connection connection = connect(port);
                Statement statement = connection.createStatement()) {
            for (PostgresRole role : PostgresRole.values()) {
                if (role != PostgresRole.POSTGRES) {
                    statement.execute(createOrCorrect(role));
                }
            }
        } catch (SQLException e) {
            throw new IOException("Cannot create the database roles: " + e.getMessage(), e);
        }
    }

    /** Fast shutdown: roll back what is open, flush, leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    private String createOrCorrect(PostgresRole role) {
        String options = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '"
                + settings.passwords().get(role.roleName()) + "'";
        return """
                DO $$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN CREATE ROLE %1$s %2$s;
                  ELSE ALTER ROLE %1$s %2$s; END IF;
                END $$""".formatted(role.roleName(), options);
    }

    private Connection connect(int port) throws SQLException {
        return PostgresConnections.open(
                port, "postgres", PostgresRole.POSTGRES, settings.passwords().get("postgres"));
    }

    private void initialise(Path programs, List<String> asUser) throws IOException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        Path fresh = data.root().resolve("postgres.new");
        FileTrees.delete(fresh);
        Path password = Files.createTempFile(
                data.services(),
                "initdb",
                ".pw",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(password, settings.passwords().get("postgres") + "\n");
            List<String> command = new ArrayList<>(asUser);
            command.addAll(List.of(
                    programs.resolve("initdb").toString(),
                    "-D",
                    fresh.toString(),
                    "-U",
                    "postgres",
                    "-A",
                    "scram-sha-256",
                    "--pwfile=" + password,
                    "-E",
                    "UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-sync"));
            Process initdb = new Daemon(command, Map.of("LC_ALL", "C"), data.services(), data.log("initdb")).start();
            if (!initdb.waitFor(120, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                throw new IOException("PostgreSQL could not create its data under " + fresh + ":\n"
                        + LogTail.of(data.log("initdb"), 8));
            }
            Files.move(fresh, cluster);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL created its data", e);
        } finally {
            Files.deleteIfExists(password);
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace without mappings the same files belong to nobody. */
    private List<String> notAsRoot() throws IOException {
        Path probe = Files.createTempFile(data.services(), "uid", ".tmp");
        try {
            Object uid = Files.getAttribute(probe, "unix:uid");
            if (!Integer.valueOf(0).equals(uid)) {
                return List.of();
            }
        } finally {
            Files.deleteIfExists(probe);
        }
        String reason;
        try {
            Process unshare = new ProcessBuilder("unshare", "-U", "true")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(unshare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (unshare.waitFor() == 0) {
                return List.of("unshare", "-U");
            }
            reason = output.strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason = "interrupted";
        } catch (IOException e) {
            reason = e.getMessage();
        }
        throw new IOException("PostgreSQL refuses to run as root, and this machine does not allow the way around it"
                + " (unshare -U: " + reason + "). Run ./hub as another user, allow user namespaces"
                + " (sysctl kernel.unprivileged_userns_clone=1, or the container's security options),"
                + " or configure a PostgreSQL of your own with QUARKUS_DATASOURCE_REACTIVE_URL.");
    }
}
