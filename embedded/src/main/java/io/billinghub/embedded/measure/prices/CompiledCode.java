package io.billinghub.embedded.measure.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.folder.FileTrees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The code of a model, compiled when it is needed. */
final class CompiledCode {
    private static final LocalDate ANY_DAY = LocalDate.of(2026, 11, 1);

    private CompiledCode() {}

    /** Whether this Java can compile. */
    static boolean possible() {
        return ToolProvider.getSystemJavaCompiler() != null;
    }

    /**
     * How many cases the code gets right.
     *
     * @throws EmbeddedServicesException if it does not compile
     */
    static int right(PriceModel model) {
        try {
            Path folder = Files.createTempDirectory("price-code");
            try (URLClassLoader loader =
                    new URLClassLoader(new URL[] {folder.toUri().toURL()}, PriceCode.class.getClassLoader())) {
                compile(model, folder);
                int right = 0;
                for (PriceModel.Case each : model.cases()) {
                    PriceCode code = (PriceCode)
                            loader.loadClass("Code").getDeclaredConstructor().newInstance();
                    right += right(code, each) ? 1 : 0;
                }
                return right;
            } finally {
                FileTrees.delete(folder);
            }
        } catch (IOException | ReflectiveOperationException e) {
            throw new EmbeddedServicesException("The code of " + model.key() + " does not run: " + e.getMessage(), e);
        }
    }

    private static boolean right(PriceCode code, PriceModel.Case of) {
        boolean right = true;
        for (PriceModel.Step step : of.steps()) {
            right &= code.amount(usage(step.usage())).compareTo(step.expected()) == 0;
        }
        return right;
    }

    private static void compile(PriceModel model, Path folder) throws IOException {
        Path source = folder.resolve("Code.java");
        Files.writeString(source, model.code(), StandardCharsets.UTF_8);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = compiler.run(
                null, said, said, "-proc:none", "-d", folder.toString(), "-cp", ownClasses(), source.toString());
        if (status != 0) {
            throw new EmbeddedServicesException(
                    "The code of " + model.key() + " does not compile: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static String ownClasses() {
        try {
            return Path.of(PriceCode.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new EmbeddedServicesException("Cannot find the launcher's classes: " + e.getMessage(), e);
        }
    }

    private static PriceCode.Usage usage(JsonNode usage) {
        List<PriceCode.Event> events = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode each : usage.path("events")) {
            Map<String, String> dimensions = new HashMap<>();
            each.path("dimensions")
                    .properties()
                    .forEach(dimension -> dimensions.put(
                            dimension.getKey(), dimension.getValue().asText()));
            Instant at = instant(each.path("at"));
            BigDecimal quantity = new BigDecimal(each.path("quantity").asText());
            events.add(new PriceCode.Event(
                    at,
                    each.has("until") ? instant(each.path("until")) : at,
                    quantity,
                    each.has("amount") ? new BigDecimal(each.path("amount").asText()) : null,
                    dimensions));
            sum = sum.add(quantity);
        }
        JsonNode period = usage.path("period");
        JsonNode service = usage.has("service") ? usage.path("service") : period;
        return new PriceCode.Usage(
                usage.has("quantity") ? new BigDecimal(usage.path("quantity").asText()) : sum,
                events,
                day(period, "from"),
                day(period, "to"),
                day(service, "from"),
                day(service, "to"),
                usage.path("periodNumber").asInt(1));
    }

    private static Instant instant(JsonNode text) {
        return OffsetDateTime.parse(text.asText()).toInstant();
    }

    private static LocalDate day(JsonNode period, String end) {
        return period.has(end) ? LocalDate.parse(period.path(end).asText()) : ANY_DAY;
    }
}
