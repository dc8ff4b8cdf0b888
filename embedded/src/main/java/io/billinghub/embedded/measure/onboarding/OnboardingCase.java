package io.billinghub.embedded.measure.onboarding;

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
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A partner that is to come on board.
 *
 * @param key name of its folder
 * @param title of its format
 * @param login of the partner, which the realm has; it decides the partner's key
 * @param contentType of its documents
 * @param begin what the case is begun with, as somebody types it
 * @param number of the sample; empty where its file's name is
 * @param net total of the sample
 * @param quantity of all its lines
 * @param links CSV of its customer numbers and their accounts
 * @param extension of its files
 * @param sample a document of a month before, with places for dates
 * @param bill its first bill, likewise
 * @param answer to what the hub asks: a merge patch of the proposed descriptor, empty for none
 * @param changes of the proposed descriptor (merge patches), each needed because the ones before did not do
 */
record OnboardingCase(
        String key,
        String title,
        String login,
        String contentType,
        JsonNode begin,
        String number,
        BigDecimal net,
        BigDecimal quantity,
        String links,
        String extension,
        String sample,
        String bill,
        JsonNode answer,
        List<JsonNode> changes) {
    private static final String FOLDER = "/onboarding";
    private static final String CLIENT = "partner-";
    private static final DateTimeFormatter DOTS = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    private static final ObjectMapper JSON = new ObjectMapper();

    OnboardingCase {
        changes = List.copyOf(changes);
    }

    String partner() {
        return login.substring(CLIENT.length());
    }

    /** A document for a month. */
    static String dated(String document, YearMonth month) {
        var first = month.atDay(1);
        var last = month.atEndOfMonth();
        var next = month.plusMonths(1).atDay(1);
        return document.replace("{first}", first.toString())
                .replace("{last}", last.toString())
                .replace("{next}", next.toString())
                .replace("{first8}", DateTimeFormatter.BASIC_ISO_DATE.format(first))
                .replace("{last8}", DateTimeFormatter.BASIC_ISO_DATE.format(last))
                .replace("{firstDots}", DOTS.format(first))
                .replace("{lastDots}", DOTS.format(last))
                .replace(
                        "{firstEpoch}",
                        Long.toString(first.atStartOfDay(ZoneOffset.UTC).toEpochSecond()))
                .replace(
                        "{nextEpoch}",
                        Long.toString(next.atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
    }

    /** All cases in groups, each login once in a group: a partner comes on board once per hub. */
    static List<List<OnboardingCase>> rounds() {
        List<List<OnboardingCase>> rounds = new ArrayList<>();
        List<OnboardingCase> left = all();
        while (!left.isEmpty()) {
            Set<String> logins = new HashSet<>();
            List<OnboardingCase> round = new ArrayList<>();
            List<OnboardingCase> later = new ArrayList<>();
            for (OnboardingCase each : left) {
                (logins.add(each.login()) ? round : later).add(each);
            }
            rounds.add(round);
            left = later;
        }
        return rounds;
    }

    private static List<OnboardingCase> all() {
        try {
            URI place = OnboardingCase.class.getResource(FOLDER).toURI();
            if (!place.getScheme().equals("jar")) {
                return in(Path.of(place));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                return in(jar.getPath(FOLDER));
            }
        } catch (IOException | URISyntaxException e) {
            throw new EmbeddedServicesException("Cannot read the partners to bring on board: " + e.getMessage(), e);
        }
    }

    private static List<OnboardingCase> in(Path folder) throws IOException {
        List<OnboardingCase> cases = new ArrayList<>();
        for (Path each : files(folder)) {
            cases.add(one(each));
        }
        return cases;
    }

    private static OnboardingCase one(Path folder) throws IOException {
        JsonNode told = JSON.readTree(text(folder.resolve("case.json")));
        String extension = "";
        JsonNode answer = JSON.createObjectNode();
        List<JsonNode> changes = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (name.startsWith("sample.")) {
                extension = name.substring("sample.".length());
            } else if (name.equals("answer.json")) {
                answer = JSON.readTree(text(file));
            } else if (name.startsWith("change-")) {
                changes.add(JSON.readTree(text(file)));
            }
        }
        return new OnboardingCase(
                folder.getFileName().toString().replace("/", ""),
                told.path("title").asText(),
                told.path("login").asText(),
                told.path("contentType").asText(),
                told.path("begin"),
                told.path("number").asText(),
                new BigDecimal(told.path("net").asText()),
                new BigDecimal(told.path("quantity").asText()),
                text(folder.resolve("links.csv")),
                extension,
                text(folder.resolve("sample." + extension)),
                text(folder.resolve("bill." + extension)),
                answer,
                changes);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
