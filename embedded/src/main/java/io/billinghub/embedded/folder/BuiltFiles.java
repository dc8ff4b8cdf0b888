package io.billinghub.embedded.folder;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the build of this module left for the services: classes, libraries, a prepared Keycloak.
 *
 * @param home the folder with {@code classes}, {@code lib} and {@code keycloak}; {@code embedded/target} of a checkout
 */
public record BuiltFiles(Path home) {
    /** System property that names {@link #home}; else it is found beside this class or below {@code hub.root}. */
    public static final String HOME_PROPERTY = "hub.embedded.home";

    public BuiltFiles {
        home = home.toAbsolutePath().normalize();
    }

    /**
     * Finds the built files.
     *
     * @throws EmbeddedServicesException if the module has not been built
     */
    public static BuiltFiles find() {
        List<Path> candidates = new ArrayList<>();
        String named = System.getProperty(HOME_PROPERTY);
        if (named != null) {
            candidates.add(Path.of(named));
        }
        besideThisClass(candidates);
        String root = System.getProperty("hub.root");
        if (root != null) {
            candidates.add(Path.of(root, "embedded", "target"));
        }
        for (Path candidate : candidates) {
            if (Files.isDirectory(candidate.resolve("classes")) && Files.isDirectory(candidate.resolve("lib"))) {
                return new BuiltFiles(candidate);
            }
        }
        throw new EmbeddedServicesException("The embedded services are not built (no 'classes' and 'lib' in any of "
                + candidates + "). Run: mvn -q -DskipTests package");
    }

    private static void besideThisClass(List<Path> candidates) {
        try {
            var source = BuiltFiles.class.getProtectionDomain().getCodeSource();
            if (source != null && "file".equals(source.getLocation().getProtocol())) {
                candidates.add(Path.of(source.getLocation().toURI()).getParent());
            }
        } catch (URISyntaxException e) {
            // a class loader with a location of its own kind: hub.root says it then
        }
    }

    /** The Keycloak distribution, optimised and with a database that holds the realm. */
    public Path keycloak() {
        return home.resolve("keycloak");
    }

    /** Class path of the programs below {@link #home}. */
    public String classpath() {
        return home.resolve("classes") + File.pathSeparator + home.resolve("lib") + "/*";
    }

    /**
     * The same files below the data folder, where a clean build does not take them away from running services.
     *
     * @return files that stay as they are
     */
    public BuiltFiles stage(DataFolder data) throws IOException {
        Path stages = stages(data);
        Path stage = stages.resolve(stamp());
        if (!Files.isDirectory(stage)) {
            Files.createDirectories(stages);
            Path fresh = Files.createTempDirectory(stages, "new-");
            FileTrees.copy(home.resolve("classes"), fresh.resolve("classes"));
            FileTrees.replicate(home.resolve("lib"), fresh.resolve("lib"));
            try {
                Files.move(fresh, stage, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                FileTrees.delete(fresh);
                if (!Files.isDirectory(stage)) { // else another process staged the same files in the meantime
                    throw e;
                }
            }
        }
        return new BuiltFiles(stage);
    }

    /** Deletes older stages. Only for when nothing runs from them any more. */
    public void deleteOtherStages(DataFolder data) throws IOException {
        try (Stream<Path> stages = Files.list(stages(data))) {
            for (Path stage : stages.filter(path -> !path.equals(home)).toList()) {
                FileTrees.delete(stage);
            }
        }
    }

    private static Path stages(DataFolder data) {
        return data.services().resolve("runtime");
    }

    private String stamp() throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String part : List.of("classes", "lib")) {
            try (Stream<Path> files = Files.walk(home.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    seen.append(home.relativize(file)).append(' ').append(Files.size(file));
                    seen.append(' ').append(Files.getLastModifiedTime(file).toMillis());
                    seen.append('\n');
                }
            }
        }
        return sha256(seen.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    /** SHA-256 in hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
