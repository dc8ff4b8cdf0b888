package io.billinghub.api.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.billinghub.api.architecture.ProductionClasses;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The operator's guide lists every key with its default. */
class OperatorsGuideTest {

    private static final Path ROOT = Path.of(System.getProperty("hub.root"));
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z][^`]*\\.[^`]*)` \\| `([^`]*)` \\|");
    private static final List<String> SERVICES = List.of(
            "kafka.",
            "quarkus.datasource.",
            "quarkus.flyway.",
            "quarkus.http.host",
            "quarkus.http.limits.",
            "quarkus.http.port",
            "quarkus.oidc.");

    /** Default by key, of every interface that is a configuration mapping. */
    private static final Map<String, String> MAPPED = defaultsOfMappings();

    @Test
    void ofTheConfigurationMappings() throws IOException {
        assertThat(MAPPED).hasSizeGreaterThan(20).containsEntry("hub.billing.accounts-per-shard", "250");
        assertThat(guide()).containsAllEntriesOf(MAPPED);
    }

    @Test
    void ofTheHubInTheApplicationAndTheCore() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (String file : List.of(
                "api/src/main/resources/application.properties",
                "hub-core/src/main/resources/META-INF/microprofile-config.properties")) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(ROOT.resolve(file))) {
                properties.load(reader);
            }
            properties.stringPropertyNames().stream()
                    .filter(key -> key.startsWith("hub.") || SERVICES.stream().anyMatch(key::startsWith))
                    .forEach(key -> defaults.put(key, properties.getProperty(key)));
        }
        assertThat(defaults).hasSizeGreaterThan(40).containsEntry("hub.database.port", "5432");
        assertThat(guide()).containsAllEntriesOf(defaults);
    }

    @Test
    void andNoKeyThatTheHubDoesNotHave() throws IOException {
        List<String> prefixes = MAPPED.keySet().stream()
                .map(key -> key.substring(0, key.lastIndexOf('.') + 1))
                .distinct()
                .toList();
        assertThat(guide().keySet().stream()
                        .filter(key -> prefixes.stream().anyMatch(key::startsWith))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(MAPPED.keySet());
    }

    private static Map<String, String> defaultsOfMappings() {
        Map<String, String> defaults = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ProductionClasses())
                .importPackages("io.billinghub")) {
            if (type.isAnnotatedWith(ConfigMapping.class)) {
                String prefix = type.getAnnotationOfType(ConfigMapping.class).prefix();
                for (Method key : type.reflect().getDeclaredMethods()) {
                    WithDefault given = key.getAnnotation(WithDefault.class);
                    defaults.put(prefix + "." + kebab(key.getName()), given == null ? "" : given.value());
                }
            }
        }
        return defaults;
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> guide() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/operators-guide.md")));
        while (row.find()) {
            rows.put(row.group(1), row.group(2));
        }
        return rows;
    }
}
