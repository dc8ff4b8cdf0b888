package io.billinghub.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.demo.DemoRun;
import io.billinghub.embedded.demo.DemoRun.Outcome;
import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.EmbeddedServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The demo's month, billed once in the shared application: tenant {@code nordlys}, October 2026. */
public final class DemoData {

    private static Outcome first;

    private DemoData() {}

    /** The folder of the demo in the repository. */
    public static Path folder() {
        return Path.of(System.getProperty("hub.root", "..")).resolve("demo");
    }

    /** What must come of it, worked out apart from the hub. */
    public static JsonNode expected() {
        try {
            return new ObjectMapper().readTree(folder().resolve("expected.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the first run has come to; runs it if no test has yet. */
    public static synchronized Outcome load() {
        if (first == null) {
            first = run(folder());
        }
        return first;
    }

    /** Takes a folder laid out like {@code demo/} the whole way, as {@code ./hub demo --documents} does. */
    public static Outcome run(Path documents) {
        try {
            return new DemoRun(
                            HubFixture.config("test.url"),
                            HubFixture.tokens(),
                            documents,
                            Path.of(HubFixture.config("hub.adapters.inbox")))
                    .run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the demo ran", e);
        }
    }

    /** The database of the shared application. */
    public static Database database() {
        return EmbeddedServices.attachForTests().database(HubTestResource.DATABASE);
    }

    /** The folder into which the hub writes the documents of the demo's tenant and month. */
    public static Path documents() {
        return Path.of(HubFixture.config("hub.documents.dir"), "nordlys", "2026-10-01");
    }
}
