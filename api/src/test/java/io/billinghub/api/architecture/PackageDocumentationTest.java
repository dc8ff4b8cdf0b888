package io.billinghub.api.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each package says what it is for and what it guarantees. */
class PackageDocumentationTest {

    @Test
    void standsInEachPackageThatHasTypes() throws IOException {
        Path root = Path.of(System.getProperty("hub.root"));
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> undescribed = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(PackageDocumentationTest::undescribed)
                    .map(root::relativize)
                    .toList();
            assertThat(undescribed).isEmpty();
        }
    }

    private static Stream<Path> undescribed(Path sources) {
        try (Stream<Path> folders = Files.walk(sources)) {
            return folders
                    .filter(Files::isDirectory)
                    .filter(PackageDocumentationTest::hasTypes)
                    .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
