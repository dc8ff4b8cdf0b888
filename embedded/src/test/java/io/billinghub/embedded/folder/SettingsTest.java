package io.billinghub.embedded.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void passwordsAreMadeOnceAndKept() throws IOException {
        Path file = folder.resolve("settings.json");

        Settings first = Settings.load(file, List.of("hub_app"));
        Settings second = Settings.load(file, List.of("hub_app", "hub_relay"));

        assertThat(first.passwords().get("hub_app")).hasSize(32);
        assertThat(second.passwords()).containsAllEntriesOf(first.passwords()).containsKey("hub_relay");
        assertThat(second.passwords().get("hub_relay"))
                .isNotEqualTo(first.passwords().get("hub_app"));
    }

    @Test
    void onlyTheOwnerMayReadThem() throws IOException {
        Path file = folder.resolve("settings.json");

        Settings.load(file, List.of("hub_app"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aPortIsKeptBesideThePasswords() throws IOException {
        Path file = folder.resolve("settings.json");
        Settings settings = Settings.load(file, List.of("hub_app")).withPort("postgres", 21_000);

        PrivateFiles.write(file, settings);

        assertThat(Settings.load(file, List.of("hub_app"))).isEqualTo(settings);
    }
}
