package io.billinghub.embedded.keycloak;

import io.billinghub.embedded.folder.BuiltFiles;
import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.FileTrees;
import io.billinghub.embedded.process.Daemon;
import io.billinghub.embedded.process.ServiceProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Keycloak with its database under {@code <data>/keycloak}. */
public final class KeycloakProgram implements ServiceProgram {
    private final DataFolder data;
    private final Path prepared;

    /** @param prepared the distribution that the build left, see {@link BuiltFiles#keycloak()} */
    public KeycloakProgram(DataFolder data, Path prepared) {
        this.data = data;
        this.prepared = prepared;
    }

    @Override
    public String marker() {
        return home().homeOption();
    }

    private KeycloakHome home() {
        return new KeycloakHome(data.services().resolve("keycloak"));
    }

    @Override
    public Daemon prepare(int port) throws IOException {
        KeycloakHome home = stage();
        Path database = seedDatabase(home);
        return home.server(
                port,
                database,
                data.log("keycloak"),
                List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + home.classArchive()),
                List.of());
    }

    @Override
    public boolean answers(int port) {
        return KeycloakHome.answers(port);
    }

    private KeycloakHome stage() throws IOException {
        KeycloakHome built = new KeycloakHome(prepared);
        if (!Files.exists(built.stamp())) {
            throw new IOException("Keycloak is not prepared at " + prepared
                    + ". Run: mvn -q -DskipTests package (without -Dhub.keycloak.skip)");
        }
        KeycloakHome home = home();
        if (!Files.exists(home.stamp()) || !Files.readString(home.stamp()).equals(Files.readString(built.stamp()))) {
            Path fresh = data.services().resolve("keycloak.new");
            FileTrees.delete(fresh);
            FileTrees.replicate(built.root(), fresh);
            FileTrees.delete(home.root());
            Files.move(fresh, home.root());
        }
        return home;
    }

    /** Copies the prepared database at the first start, and again when the realm or Keycloak itself has changed. */
    private Path seedDatabase(KeycloakHome home) throws IOException {
        Path folder = Files.createDirectories(data.root().resolve("keycloak"));
        Path database = folder.resolve("keycloakdb.mv.db");
        Path stamp = folder.resolve("stamp");
        String wanted = Files.readString(home.stamp());
        if (!Files.exists(database)
                || !Files.exists(stamp)
                || !Files.readString(stamp).equals(wanted)) {
            if (Files.exists(database)) {
                Files.move(database, folder.resolve("keycloakdb.previous.mv.db"), StandardCopyOption.REPLACE_EXISTING);
            }
            Path fresh = folder.resolve("keycloakdb.new");
            Files.copy(home.seed(), fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, database, StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(stamp, wanted);
        }
        return folder.resolve("keycloakdb");
    }
}
