package io.billinghub.adapters.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that was killed has left is deleted; what belongs to one that runs stays. */
class TemporaryFilesTest {

    @TempDir
    Path root;

    @Test
    void whatAKilledProcessHasLeftIsDeletedWithAllThatIsInIt() throws Exception {
        Process killed = new ProcessBuilder("sleep", "60").start();
        Path left = folder(TemporaryFiles.name(killed.toHandle()) + "1");
        Files.writeString(Files.createDirectory(left.resolve("scratch")).resolve("raw"), "bytes");
        assertThat(TemporaryFiles.deleteLeft(root)).isZero();
        killed.destroyForcibly().waitFor();

        assertThat(TemporaryFiles.deleteLeft(root)).isEqualTo(1);

        assertThat(left).doesNotExist();
    }

    @Test
    void anotherProcessWithTheSameIdIsNotTheOneThatWasKilled() throws IOException {
        String own = TemporaryFiles.name(ProcessHandle.current());
        String[] parts = own.split("-", 0);
        String began = parts[parts.length - 1];
        folder(own + "1");
        folder(own.replace("-" + began + "-", "-" + (Long.parseLong(began) - 3600) + "-1"));

        assertThat(TemporaryFiles.deleteLeft(root)).isEqualTo(1);

        assertThat(names()).containsExactly(own + "1");
    }

    @Test
    void whatIsOfAnotherHostOrNoProcessAtAllStays() throws IOException {
        folder("billing-hub-elsewhere-999999999-1-1");
        folder("billing-hub-of-somebody");
        Files.writeString(root.resolve("billing-hub-1.document"), "");

        assertThat(TemporaryFiles.deleteLeft(root)).isZero();

        assertThat(names()).hasSize(3);
    }

    @Test
    void filesAreInTheFolderOfTheProcess() throws IOException {
        Path file = TemporaryFiles.newFile(".document");
        try {
            assertThat(file.getParent().getFileName().toString())
                    .startsWith(TemporaryFiles.name(ProcessHandle.current()));
        } finally {
            Files.delete(file);
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(root.resolve(name));
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.map(each -> each.getFileName().toString()).toList().stream();
        }
    }
}
