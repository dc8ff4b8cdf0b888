package io.billinghub.embedded.measure.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All models, as they stand in the folders. */
public final class PriceModels {
    private static final String FOLDER = "/prices";
    private static final ObjectMapper JSON = new ObjectMapper();

    private PriceModels() {}

    /** In the order of their keys. */
    public static List<PriceModel> all() {
        try {
            URI place = PriceModels.class.getResource(FOLDER).toURI();
            if (!place.getScheme().equals("jar")) {
                return in(Path.of(place));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                return in(jar.getPath(FOLDER));
            }
        } catch (IOException | URISyntaxException e) {
            throw new EmbeddedServicesException("Cannot read the models of prices: " + e.getMessage(), e);
        }
    }

    private static List<PriceModel> in(Path folder) throws IOException {
        List<Path> folders;
        try (Stream<Path> files = Files.list(folder)) {
            folders = files.sorted().toList();
        }
        List<PriceModel> models = new ArrayList<>();
        for (Path each : folders) {
            models.add(model(each));
        }
        return models;
    }

    private static PriceModel model(Path folder) throws IOException {
        List<JsonNode> plans = new ArrayList<>();
        for (Path plan = plan(folder, 1); Files.exists(plan); plan = plan(folder, plans.size() + 1)) {
            plans.add(JSON.readTree(text(plan)));
        }
        Path missed = folder.resolve("missed.txt");
        List<PriceModel.Case> cases = new ArrayList<>();
        for (JsonNode each : JSON.readTree(text(folder.resolve("cases.json")))) {
            List<PriceModel.Step> steps = new ArrayList<>();
            for (JsonNode step : each.path("steps")) {
                steps.add(new PriceModel.Step(
                        step.path("usage"), new BigDecimal(step.path("expected").asText())));
            }
            cases.add(new PriceModel.Case(each.path("why").asText(), steps));
        }
        return new PriceModel(
                folder.getFileName().toString().replace("/", ""),
                text(folder.resolve("contract.txt")),
                Files.exists(missed) ? Optional.of(text(missed).strip()) : Optional.empty(),
                plans,
                text(folder.resolve("Code.java.txt")),
                cases);
    }

    private static Path plan(Path folder, int number) {
        return folder.resolve("plan-" + number + ".json");
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
