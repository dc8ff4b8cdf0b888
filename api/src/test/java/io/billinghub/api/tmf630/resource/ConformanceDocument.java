package io.billinghub.api.tmf630.resource;

import io.billinghub.api.tmf630.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of {@code docs/conformance.md}, from the resources' definitions and the tests that have passed for them. */
final class ConformanceDocument {

    private static final String BEGIN = "<!-- begin: written by ResourceContractIT -->";
    private static final String END = "<!-- end -->";

    private final Map<String, Set<String>> held = new TreeMap<>();

    /** A rule has been tested for the resource and holds. */
    synchronized void held(String path, String rule) {
        held.computeIfAbsent(path, key -> new TreeSet<>()).add(rule);
    }

    /** The whole document, with the table as it must be. */
    synchronized String expected(Collection<TmfResource> resources, Map<ResourceType, List<String>> others) {
        StringBuilder table = new StringBuilder();
        List<String> rules =
                held.values().stream().flatMap(Set::stream).distinct().sorted().toList();
        table.append("\nRules of `ResourceContractIT`, by number:\n\n");
        for (int i = 0; i < rules.size(); i++) {
            table.append(i + 1).append(". ").append(sentence(rules.get(i))).append('\n');
        }
        table.append(
                "\n| resource | operations | mandatory | in columns | kept and given back | given by the hub | rules that hold |\n");
        table.append("| --- | --- | --- | --- | --- | --- | --- |\n");
        for (TmfResource resource : resources) {
            table.append(row(resource.definition(), rules));
        }
        table.append(
                "\nResources with classes of their own:\n\n| resource | attributes | filters | tests |\n| --- | --- | --- | --- |\n");
        Map<String, String> rows = new TreeMap<>();
        others.forEach((type, tests) -> rows.put(
                type.path(),
                "| `" + type.path() + "` | " + names(type.attributes()) + " | "
                        + names(type.filters().keySet()) + " | "
                        + tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", ")) + " |\n"));
        rows.values().forEach(table::append);
        String document = document();
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        return document.substring(0, begin + BEGIN.length()) + "\n" + table + "\n" + document.substring(end);
    }

    /** The document as it is; with {@code -Dgolden.update} it is brought up to date first. */
    String actual(String expected) {
        if (System.getProperty("golden.update") != null) {
            try {
                Files.writeString(path(), expected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return document();
    }

    private String row(Definition definition, List<String> rules) {
        Set<String> columns = definition.type().filters().keySet().stream()
                .filter(name -> !name.equals("id"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tops =
                columns.stream().map(name -> name.replaceFirst("\\..*", "")).collect(Collectors.toSet());
        List<String> mandatory = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        List<String> given = new ArrayList<>();
        for (Attribute attribute : definition.attributes().all()) {
            if (attribute.use() == Attribute.Use.REQUIRED) {
                mandatory.add(attribute.name());
            }
            if (attribute.use() == Attribute.Use.GIVEN) {
                given.add(attribute.name());
            } else if (attribute.use() != Attribute.Use.PASSING && !tops.contains(attribute.name())) {
                kept.add(attribute.name());
            }
        }
        String operations = definition.operations().stream()
                .sorted()
                .map(operation -> operation.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        String numbers = held.getOrDefault(definition.type().path(), Set.of()).stream()
                .map(rule -> Integer.toString(rules.indexOf(rule) + 1))
                .sorted(java.util.Comparator.comparingInt(Integer::parseInt))
                .collect(Collectors.joining(" "));
        return "| `" + definition.type().path() + "` | " + operations + " | " + names(mandatory) + " | "
                + names(columns) + " | " + names(kept) + " | " + names(given) + " | " + numbers + " |\n";
    }

    private static String names(Collection<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    /** {@code aPatchPatches} as "A patch patches." */
    private static String sentence(String rule) {
        String words =
                rule.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).strip();
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private static Path path() {
        return Path.of(System.getProperty("hub.root", "..")).resolve("docs/conformance.md");
    }

    private static String document() {
        try {
            return Files.readString(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
