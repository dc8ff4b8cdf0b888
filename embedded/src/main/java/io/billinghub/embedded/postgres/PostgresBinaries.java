package io.billinghub.embedded.postgres;

import io.billinghub.embedded.folder.FileTrees;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this machine, packed as {@code .txz} in a jar of {@code io.zonky.test.postgres}. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * Unpacks the programs once.
     *
     * @param folder where to; complete if it exists
     * @return the folder of the programs ({@code bin})
     */
    static Path unpack(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
            FileTrees.delete(fresh);
            Files.createDirectories(fresh);
            String resource = resource();
            try (InputStream packed = PostgresBinaries.class.getResourceAsStream(resource)) {
                if (packed == null) {
                    throw new IOException(
                            "PostgreSQL for " + platform()
                                    + " is not on the class path. Configure a PostgreSQL of your own with QUARKUS_DATASOURCE_REACTIVE_URL.");
                }
                untar(packed, fresh);
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return folder.resolve("bin");
    }

    private static void untar(InputStream packed, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("Archive entry outside of its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static String resource() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "darwin" : "linux";
        boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
        return "/postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    private static String platform() {
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    }
}
