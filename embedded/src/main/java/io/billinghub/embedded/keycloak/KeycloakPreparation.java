package io.billinghub.embedded.keycloak;

import io.billinghub.embedded.folder.BuiltFiles;
import io.billinghub.embedded.folder.FileTrees;
import io.billinghub.embedded.folder.Ports;
import io.billinghub.embedded.process.LogTail;
import io.billinghub.embedded.process.OsProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The build step that prepares Keycloak: unpacks the distribution, optimises it, then starts it once to create the
 * database, import the realm and record the loaded classes. Does nothing if that was done for the same distribution and
 * the same realm. It takes a minute in which little else can be done with the folder, so the build goes on beside it and
 * waits for its end where Keycloak is needed: a lock on a file beside the folder is held as long as it runs.
 */
public final class KeycloakPreparation {
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    private KeycloakPreparation() {}

    /**
     * Main class of the build steps.
     *
     * @param arguments path of the distribution's zip, path of the realm's JSON, folder to prepare; or the folder alone, to wait
     *     until it is prepared
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path target = Path.of(arguments[arguments.length - 1]).toAbsolutePath();
        try (FileChannel channel = FileChannel.open(
                        target.resolveSibling(target.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (arguments.length == 1) {
                requirePrepared(new KeycloakHome(target));
            } else {
                prepare(Path.of(arguments[0]), Path.of(arguments[1]), target);
            }
        }
    }

    private static void requirePrepared(KeycloakHome home) throws IOException {
        if (!Files.exists(home.stamp())) {
            throw new IOException(
                    "Keycloak was not prepared in " + home.root() + ":\n" + LogTail.of(log(home.root()), 20));
        }
    }

    static void prepare(Path zip, Path realm, Path target) throws IOException, InterruptedException {
        String stamp = zip.getFileName() + " " + BuiltFiles.sha256(Files.readAllBytes(realm)) + "\n";
        KeycloakHome home = new KeycloakHome(target);
        if (Files.exists(home.stamp()) && Files.readString(home.stamp()).equals(stamp)) {
            return;
        }
        FileTrees.delete(target);
        unpack(zip, target);
        Path log = log(target);
        optimise(home, log);
        seed(home, realm, log);
        FileTrees.delete(target.resolve("data"));
        Files.writeString(home.stamp(), stamp);
    }

    private static Path log(Path target) {
        return target.resolve("preparation.log");
    }

    private static void optimise(KeycloakHome home, Path log) throws IOException, InterruptedException {
        Process build = home.daemon(
                        List.of("build", "--db=dev-file", "--health-enabled=false", "--metrics-enabled=false"),
                        log,
                        List.of(),
                        Map.of())
                .start();
        endWithThisBuild(build);
        if (build.waitFor() != 0) {
            throw new IOException("Keycloak's build step failed:\n" + LogTail.of(log, 20));
        }
    }

    private static void seed(KeycloakHome home, Path realm, Path log) throws IOException, InterruptedException {
        Path imports = Files.createDirectories(home.root().resolve("data").resolve("import"));
        Files.copy(realm, imports.resolve(realm.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectories(home.seed().getParent());
        Path database = home.seed().resolveSibling("keycloakdb");
        int port = Ports.choose("", OptionalInt.empty(), 0);
        Process server = home.server(
                        port,
                        database,
                        log,
                        List.of("-XX:ArchiveClassesAtExit=" + home.classArchive()),
                        List.of("--import-realm"))
                .start();
        endWithThisBuild(server);
        OsProcess process = OsProcess.of(server.toHandle());
        try {
            long deadline = System.nanoTime() + AT_MOST.toNanos();
            while (!KeycloakHome.answers(port)) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("Keycloak did not import the realm:\n" + LogTail.of(log, 20));
                }
                Thread.sleep(200);
            }
            process.signal("TERM");
            if (!process.awaitEnd(Duration.ofSeconds(90))) {
                throw new IOException("Keycloak did not stop after the import of the realm; see " + log);
            }
        } finally {
            process.kill();
        }
        FileTrees.delete(home.seed().resolveSibling("keycloakdb.trace.db"));
    }

    /** Ctrl-C reaches this JVM alone, since its children have sessions of their own. */
    private static void endWithThisBuild(Process child) {
        Runtime.getRuntime().addShutdownHook(new Thread(child::destroyForcibly, "end-child"));
    }

    private static void unpack(Path zip, Path target) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path name = Path.of(entry.getName());
                if (name.getNameCount() < 2) {
                    continue; // the folder that wraps the whole distribution
                }
                Path path = target.resolve(name.subpath(1, name.getNameCount())).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("Archive entry outside of its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(entries, path);
                }
            }
        }
    }
}
