package io.billinghub.embedded.cli;

import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.folder.Ports;
import io.billinghub.embedded.process.Daemon;
import io.billinghub.embedded.process.LogTail;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The hub's application as a child process; it ends with the launcher unless the launcher is killed. */
final class HubApplication {
    private static final Duration READY_AT_MOST = Duration.ofSeconds(120);
    private static final Duration STOP_AT_MOST = Duration.ofSeconds(30);

    private final HubSettings settings;
    private final Process process;
    private final Path log;

    private HubApplication(HubSettings settings, Process process, Path log) {
        this.settings = settings;
        this.process = process;
        this.log = log;
    }

    /**
     * Checks that an application can be started at all, before anything else is.
     *
     * @throws EmbeddedServicesException if the port is taken or the application is not built
     */
    static void check(HubSettings settings) {
        if (!Ports.isFree(settings.httpPort())) {
            throw new EmbeddedServicesException("Port " + settings.httpPort()
                    + " is taken by another program. Set QUARKUS_HTTP_PORT to a free port, for example: "
                    + "QUARKUS_HTTP_PORT=" + (settings.httpPort() + 1) + " ./hub start");
        }
        if (!Files.exists(settings.application())) {
            throw new EmbeddedServicesException(
                    settings.application() + " is missing. Run: mvn -q -DskipTests package");
        }
    }

    /**
     * Starts the application, attaches it to the embedded services and waits until it is ready. It stops with this JVM.
     *
     * @throws EmbeddedServicesException if it does not start; the message has the end of its log
     */
    static HubApplication start(HubSettings settings, Backing backing) throws InterruptedException {
        DataFolder data = new DataFolder(settings.data());
        Path log = data.log("hub");
        List<String> command = new ArrayList<>();
        command.add(Daemon.java());
        command.addAll(settings.javaOptions());
        command.add("-jar");
        command.add(settings.application().toString());
        try {
            Files.createDirectories(data.documents());
            Files.deleteIfExists(log);
            Process process = new Daemon(command, backing.environment(), settings.root(), log).startInheriting();
            HubApplication application = new HubApplication(settings, process, log);
            Runtime.getRuntime().addShutdownHook(new Thread(application::stop, "stop-hub"));
            backing.services().ifPresent(services -> services.attachAlso(process.toHandle()));
            application.awaitReady();
            return application;
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot start the hub: " + e.getMessage(), e);
        }
    }

    /** Waits for the end of the application; returns its exit code. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Process number. */
    long pid() {
        return process.pid();
    }

    /** Stops the application in good order; kills it if it does not stop in time. */
    void stop() {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_AT_MOST.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("The hub did not stop within " + STOP_AT_MOST.toSeconds() + " s; killed.");
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the application is gone, with the end of its log. */
    EmbeddedServicesException ended(String when) {
        return new EmbeddedServicesException("The hub ended " + when + " with code " + process.exitValue()
                + ". The end of " + log + ":\n" + LogTail.of(log, 30));
    }

    private void awaitReady() throws InterruptedException {
        long begin = System.nanoTime();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw ended("while it was starting");
            }
            if (System.nanoTime() - begin > READY_AT_MOST.toNanos()) {
                throw new EmbeddedServicesException("The hub was not ready within " + READY_AT_MOST.toSeconds()
                        + " s. The end of " + log + ":\n" + LogTail.of(log, 30));
            }
            Thread.sleep(100);
        }
    }

    private boolean isReady() {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection)
                    URI.create(settings.baseUrl() + "/q/health/ready").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(10_000);
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
