package io.billinghub.embedded.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void aRelativePathCountsFromTheWorkingDirectory() {
        assertThat(new DataFolder(Path.of("some/../data")).root())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("data"));
    }

    @Test
    void tooLittleSpaceIsRefusedWithBothFigures() {
        DataFolder data = new DataFolder(folder);

        assertThatThrownBy(() -> data.requireSpace(DataFolder.NEEDED_BYTES - 1)) // 2 GiB = 2048 MiB
                .isInstanceOf(EmbeddedServicesException.class)
                .hasMessageContaining("Only 2047 MB")
                .hasMessageContaining("needs 2048 MB")
                .hasMessageContaining(folder.toString());
        assertThatCode(() -> data.requireSpace(DataFolder.NEEDED_BYTES)).doesNotThrowAnyException();
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefusedWithAdvice() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new DataFolder(file).prepare())
                .isInstanceOf(EmbeddedServicesException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("HUB_DATA");
    }
}
