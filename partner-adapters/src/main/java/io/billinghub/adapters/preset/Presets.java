package io.billinghub.adapters.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The presets, read once from where this class comes from: a folder of classes, or a jar. Thread-safe. */
public final class Presets {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Preset> ALL = read();

    private Presets() {}

    /** All presets, by name. */
    public static List<Preset> all() {
        return ALL;
    }

    /** The preset of that name. */
    public static Optional<Preset> of(String name) {
        return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    private static List<Preset> read() {
        URL source = Presets.class.getProtectionDomain().getCodeSource().getLocation();
        try {
            Path place = Path.of(source.toURI());
            if (Files.isDirectory(place)) {
                return read(place.resolve("presets"));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return read(jar.getPath("presets"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the presets in " + source + " can't be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the presets in " + source + " can't be read", e);
        }
    }

    private static List<Preset> read(Path folder) throws IOException {
        List<Preset> presets = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path preset : folders.filter(Files::isDirectory).sorted().toList()) {
                presets.add(preset(preset));
            }
        }
        return List.copyOf(presets);
    }

    private static Preset preset(Path folder) throws IOException {
        String name = folder.getFileName().toString().replace("/", "");
        try (InputStream text = Files.newInputStream(folder.resolve("preset.json"))) {
            JsonNode json = JSON.readTree(text);
            ObjectNode descriptor = JSON.createObjectNode();
            for (String part : List.of("kind", "format", "mapping")) {
                if (json.has(part)) {
                    descriptor.set(part, json.path(part));
                }
            }
            Path expression = folder.resolve("mapping.jsonata");
            if (Files.exists(expression)) {
                descriptor
                        .withObject("/mapping")
                        .put("jsonata", Files.readString(expression).strip());
            }
            Path sample = sample(folder);
            return new Preset(
                    name,
                    json.path("title").asText(name),
                    descriptor,
                    sample.getFileName().toString(),
                    text(Files.readAllBytes(sample)));
        }
    }

    private static Path sample(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("sample."))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the preset in " + folder + " has no sample"));
        }
    }

    /** The bytes as text, if they are some: neither archives nor PDF are. */
    private static String text(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException noText) {
            return null;
        }
    }
}
