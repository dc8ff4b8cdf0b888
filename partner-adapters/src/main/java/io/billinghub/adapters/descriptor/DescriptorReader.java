package io.billinghub.adapters.descriptor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.billinghub.adapters.format.DocumentFormat;
import io.billinghub.adapters.format.DocumentFormats;
import io.billinghub.adapters.format.FormatFlaw;
import io.billinghub.adapters.format.NoDocuments;
import io.billinghub.adapters.model.DocumentKind;
import io.billinghub.adapters.preset.Preset;
import io.billinghub.adapters.preset.Presets;
import io.billinghub.core.error.JsonFlaw;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads descriptors: by the JSON Schema first, then by what a schema can't say (patterns and expressions compile). */
@ApplicationScoped
public class DescriptorReader {

    private static final String SCHEMAS = "https://billinghub.io/schema/";
    private static final List<String> ADDRESSES =
            List.of("/transport/url", "/transport/oauth2/tokenUrl", "/transport/endpoint");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final JsonSchema schema;

    public DescriptorReader() {
        this.schema = JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012,
                        factory -> factory.schemaLoaders(loaders -> loaders.schemas(DescriptorReader::schema)))
                .getSchema(
                        SchemaLocation.of(SCHEMAS + "adapter-descriptor.schema.json"),
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .formatAssertionsEnabled(true)
                                .build());
    }

    /** The text of a schema that lies beside the descriptor's; null for those of others. */
    private static String schema(String address) {
        if (!address.startsWith(SCHEMAS)) {
            return null;
        }
        String resource = "/schema/" + address.substring(SCHEMAS.length());
        try (InputStream text = DescriptorReader.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("there is no resource " + resource);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
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
        ObjectNode given;
        try {
            if (!(JSON.readTree(descriptor) instanceof ObjectNode object)) {
                return List.of(new DescriptorProblem("", "a descriptor is a JSON object"));
            }
            given = object;
        } catch (JsonProcessingException e) {
            return List.of(new DescriptorProblem("", "this is no JSON: " + JsonFlaw.of(e)));
        }
        String preset = given.path("preset").textValue();
        if (preset != null && Presets.of(preset).isEmpty()) {
            return List.of(new DescriptorProblem(
                    "/preset",
                    "there is no preset " + preset + "; there are "
                            + Presets.all().stream().map(Preset::name).collect(Collectors.joining(", "))));
        }
        ObjectNode json = expanded(given);
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
            return of(expanded((ObjectNode) JSON.readTree(descriptor)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * The descriptor with all that its preset gives it: what is stored, so that a preset of a later version changes no adapter.
     *
     * @throws IllegalArgumentException if it has problems; ask {@link #problems} first
     */
    public String expanded(String descriptor) {
        try {
            return expanded((ObjectNode) JSON.readTree(descriptor)).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ObjectNode expanded(ObjectNode given) {
        return Presets.of(given.path("preset").asText(""))
                .map(preset -> preset.under(given))
                .orElse(given);
    }

    private static List<DescriptorProblem> beyondTheSchema(JsonNode json) {
        List<DescriptorProblem> problems = new ArrayList<>();
        check(
                problems,
                "/transport/include",
                () -> Pattern.compile(json.at("/transport/include").asText("")));
        for (String pointer : ADDRESSES) {
            check(
                    problems,
                    pointer,
                    () -> URI.create(json.at(pointer).asText("http://none").replaceAll("\\{(cursor|from|to)}", "x")));
        }
        check(
                problems,
                "/transport/period/timeZone",
                () -> zone(json.at("/transport/period/timeZone").asText("UTC")));
        check(problems, "/transport/schedule", () -> {
            if (duration(json.at("/transport"))
                    .filter(every -> every.toSeconds() < 1)
                    .isPresent()) {
                throw new IllegalArgumentException("a schedule is at least PT1S");
            }
            return true;
        });
        format(json)
                .flaws(json.path("format"), json.path("mapping"))
                .forEach(flaw -> problems.add(new DescriptorProblem(flaw.pointer(), flaw.detail())));
        return problems;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is no time zone", e);
        }
    }

    private static void check(List<DescriptorProblem> problems, String pointer, Supplier<?> reading) {
        FormatFlaw.of(pointer, reading)
                .ifPresent(flaw -> problems.add(new DescriptorProblem(flaw.pointer(), flaw.detail())));
    }

    private static AdapterDescriptor of(JsonNode json) {
        return new AdapterDescriptor(
                json.path("key").asText(),
                json.path("partner").asText(),
                json.path("agreement").asText(),
                DocumentKind.valueOf(json.path("kind").asText()),
                transport(json.path("transport")),
                format(json),
                json.path("format"),
                json.has("mapping") ? json.path("mapping") : JSON.createObjectNode());
    }

    /** The schema lets only those be without one whose usage comes record by record. */
    private static DocumentFormat format(JsonNode json) {
        return json.has("format") ? DocumentFormats.of(json.at("/format/type").asText()) : new NoDocuments();
    }

    private static Transport transport(JsonNode json) {
        return new Transport(json.path("type").asText(), json, duration(json));
    }

    private static Optional<Duration> duration(JsonNode transport) {
        return Optional.ofNullable(transport.path("schedule").textValue()).map(Duration::parse);
    }
}
