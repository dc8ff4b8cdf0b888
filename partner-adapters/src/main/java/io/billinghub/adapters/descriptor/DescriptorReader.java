package io.billinghub.adapters.descriptor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.billinghub.adapters.descriptor.AdapterDescriptor.DocumentFormat;
import io.billinghub.adapters.descriptor.AdapterDescriptor.Kind;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.model.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads descriptors: by the JSON Schema first, then by what a schema can't say (patterns and expressions compile). */
@ApplicationScoped
public class DescriptorReader {

    private static final String SCHEMA = "/schema/adapter-descriptor.schema.json";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final JsonSchema schema;

    public DescriptorReader() {
        try (InputStream text = DescriptorReader.class.getResourceAsStream(SCHEMA)) {
            this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            JSON.readTree(text),
                            SchemaValidatorsConfig.builder()
                                    .pathType(PathType.JSON_POINTER)
                                    .formatAssertionsEnabled(true)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is wrong with the descriptor.
     *
     * @return one sentence per problem, with its JSON pointer first; empty if the descriptor can be used
     */
    public List<DescriptorProblem> problems(String descriptor) {
        JsonNode json;
        try {
            json = JSON.readTree(descriptor);
        } catch (JsonProcessingException e) {
            return List.of(new DescriptorProblem("", "this is no JSON: " + e.getOriginalMessage()));
        }
        if (json == null || !json.isObject()) {
            return List.of(new DescriptorProblem("", "a descriptor is a JSON object"));
        }
        List<DescriptorProblem> problems = new ArrayList<>();
        schema.validate(json)
                .forEach(message -> problems.add(
                        new DescriptorProblem(message.getInstanceLocation().toString(), message.getError())));
        if (problems.isEmpty()) {
            problems.addAll(beyondTheSchema(json));
        }
        return List.copyOf(problems);
    }

    /**
     * The descriptor itself.
     *
     * @throws IllegalArgumentException if it has problems; ask {@link #problems} first
     */
    public AdapterDescriptor read(String descriptor) {
        List<DescriptorProblem> problems = problems(descriptor);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        try {
            return of(JSON.readTree(descriptor));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<DescriptorProblem> beyondTheSchema(JsonNode json) {
        List<DescriptorProblem> problems = new ArrayList<>();
        check(
                problems,
                "/transport/include",
                () -> Pattern.compile(json.at("/transport/include").asText("")));
        check(
                problems,
                "/format/date",
                () -> CsvDialect.dates(json.at("/format/date").asText("yyyy-MM-dd")));
        check(
                problems,
                "/transport/url",
                () -> URI.create(json.at("/transport/url").asText("http://none")));
        check(
                problems,
                "/mapping/jsonata",
                () -> JsonataMapping.compile(json.at("/mapping/jsonata").asText("0")));
        check(problems, "/transport/schedule", () -> {
            if (duration(json.at("/transport"))
                    .filter(every -> every.toSeconds() < 1)
                    .isPresent()) {
                throw new IllegalArgumentException("a schedule is at least PT1S");
            }
            return true;
        });
        check(problems, "/format/quote", () -> dialect(json.path("format")));
        return problems;
    }

    /** Reads one value of a descriptor. */
    private interface Reading {
        Object read();
    }

    private static void check(List<DescriptorProblem> problems, String pointer, Reading reading) {
        try {
            Object unused = reading.read();
        } catch (PatternSyntaxException e) {
            problems.add(new DescriptorProblem(pointer, e.getDescription()));
        } catch (IllegalArgumentException | RefusedException e) {
            problems.add(new DescriptorProblem(pointer, String.valueOf(e.getMessage())));
        }
    }

    private static AdapterDescriptor of(JsonNode json) {
        return new AdapterDescriptor(
                json.path("key").asText(),
                json.path("partner").asText(),
                json.path("agreement").asText(),
                Kind.valueOf(json.path("kind").asText()),
                transport(json.path("transport")),
                DocumentFormat.valueOf(json.at("/format/type").asText().toUpperCase(Locale.ROOT)),
                dialect(json.path("format")),
                json.has("mapping") ? json.path("mapping") : JSON.createObjectNode());
    }

    private static Transport transport(JsonNode json) {
        String type = json.path("type").asText();
        if (type.equals("folder")) {
            return new Transport.Folder(
                    json.path("path").asText(),
                    Pattern.compile(json.path("include").asText(".*")),
                    duration(json));
        }
        if (type.equals("http")) {
            Map<String, String> headers = new LinkedHashMap<>();
            json.path("headers")
                    .properties()
                    .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
            return new Transport.Http(
                    URI.create(json.path("url").asText()),
                    headers,
                    Optional.ofNullable(json.path("credential").textValue()),
                    Transport.Authentication.valueOf(json.path("authentication")
                            .asText("bearer")
                            .toUpperCase(Locale.ROOT)
                            .replace('-', '_')),
                    duration(json));
        }
        return new Transport.Push();
    }

    private static Optional<Duration> duration(JsonNode transport) {
        return Optional.ofNullable(transport.path("schedule").textValue()).map(Duration::parse);
    }

    private static CsvDialect dialect(JsonNode format) {
        return new CsvDialect(
                format.path("separator").asText(",").charAt(0),
                format.path("quote").asText("\"").charAt(0),
                Charset.forName(format.path("encoding").asText("utf-8")),
                format.path("decimal").asText(".").charAt(0),
                CsvDialect.dates(format.path("date").asText("yyyy-MM-dd")));
    }
}
