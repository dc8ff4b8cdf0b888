package io.billinghub.api.testing;

import io.billinghub.embedded.folder.Ports;
import io.billinghub.embedded.keycloak.DemoTokens;
import io.billinghub.embedded.process.Daemon;
import io.billinghub.embedded.process.LogTail;
import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.EmbeddedServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The packaged application as a process of its own with a heap of 512 MiB, on a fresh database and topics of its own, so
 * that it can be killed and started again. Without the optimizing compiler: what it takes from two cores at each start would
 * not come back.
 */
public final class PackagedHub implements AutoCloseable {

    private static final Duration READY_AT_MOST = Duration.ofSeconds(180);

    private final Path root = Path.of(System.getProperty("hub.root", "..")).toAbsolutePath();
    private final Path folder;
    private final Database database;
    private final Map<String, String> environment = new HashMap<>();
    private final String url;
    private final DemoTokens tokens;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private Process process;

    /**
     * @param name of the database; lower-case letters, digits and underscores
     * @param settings environment variables of the application
     */
    public PackagedHub(String name, Map<String, String> settings) {
        EmbeddedServices services = EmbeddedServices.attachForTests();
        database = services.freshDatabase(name);
        try {
            Path parent = Files.createDirectories(root.resolve("api").resolve("target"));
            folder = Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = Ports.choose("QUARKUS_HTTP_PORT", OptionalInt.empty(), 0);
        url = "http://127.0.0.1:" + port;
        tokens = new DemoTokens(services.realmUrl());
        // topics outlive a test run, the database does not
        environment.putAll(services.environment(database, folder.getFileName() + "."));
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("HUB_DOCUMENTS_DIR", documents().toString());
        environment.put("HUB_ADAPTERS_INBOX", inbox().toString());
        environment.put("HUB_EGRESS_ALLOW", "loopback");
        environment.putAll(settings);
    }

    private PackagedHub(PackagedHub other, Map<String, String> settings) {
        folder = other.folder;
        database = other.database;
        tokens = other.tokens;
        environment.putAll(other.environment);
        int port = Ports.choose("QUARKUS_HTTP_PORT", OptionalInt.empty(), 0);
        url = "http://127.0.0.1:" + port;
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.putAll(settings);
    }

    /** One more process on the same database, topics and folders; not started yet. */
    public PackagedHub another(Map<String, String> settings) {
        return new PackagedHub(this, settings);
    }

    /** Whether its process runs. */
    public boolean runs() {
        return process != null && process.isAlive();
    }

    /** Starts the application and waits until it is ready. */
    public PackagedHub start() throws InterruptedException {
        Path application = root.resolve("api/target/quarkus-app/quarkus-run.jar");
        List<String> command = List.of(
                Daemon.java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                application.toString());
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Patience.until("the hub is ready", READY_AT_MOST, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the hub ended while it was starting:\n" + LogTail.of(log(), 30));
            }
            return ready();
        });
        return this;
    }

    /** Ends the application as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** The API, for a client of its own. */
    public HubCalls calls() {
        return new HubCalls(url, tokens);
    }

    public String url() {
        return url;
    }

    public DemoTokens tokens() {
        return tokens;
    }

    public Database database() {
        return database;
    }

    /** The checkout. */
    public Path root() {
        return root;
    }

    /** Where adapters pull from. */
    public Path inbox() {
        return folder.resolve("inbox");
    }

    /** Where published documents are written. */
    public Path documents() {
        return folder.resolve("documents");
    }

    /** What the application has printed, over all its starts. */
    public Path log() {
        return folder.resolve("hub.log");
    }

    /** The most memory that the running process has had resident, in MiB; -1 where the system does not tell. */
    public long peakMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1L);
    }

    /** Stops the application in good order. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean ready() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
