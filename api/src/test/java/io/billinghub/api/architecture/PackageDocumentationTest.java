package io.billinghub.api.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each package says what it is for and what it guarantees. */
class PackageDocumentationTest {

    @ParameterizedTest
    @ValueSource(strings = {"api", "hub-core", "partner-adapters", "onboarding", "settlement", "embedded"})
    void standsInEachPackageThatHasTypes(String module) throws IOException {
        Path sources = Path.of(System.getProperty("hub.root"), module, "src/main/java");
        assertThat(sources).isDirectory();
        try (Stream<Path> folders = Files.walk(sources)) {
            List<Path> undescribed = folders.filter(Files::isDirectory)
                    .filter(PackageDocumentationTest::hasTypes)
                    .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
                    .toList();
            assertThat(undescribed).isEmpty();
        }
    }

    private static boolean hasTypes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
