package io.billinghub.adapters.document;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The folder of this process for its temporary files. Its name tells the host, the process and when that began: so whoever starts after a
 * process was killed knows what that has left, also where process ids are given again, as in a container.
 */
public final class TemporaryFiles {

    private static final Logger LOG = Logger.getLogger(TemporaryFiles.class);
    private static final String PREFIX = "billing-hub-";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "(.+)-(\\d+)-(\\d+)-\\d+");

    /** The start of a process is known to the second at best, and moves with the clock of the host. */
    private static final Duration SAME_START = Duration.ofSeconds(60);

    private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String HOST = host();

    /** Made when it is needed; null before that. */
    private static Path own;

    private TemporaryFiles() {}

    /** A new empty file. */
    public static Path newFile(String suffix) throws IOException {
        return Files.createTempFile(own(), "", suffix);
    }

    /** A new empty folder. */
    public static Path newFolder() throws IOException {
        return Files.createTempDirectory(own(), "");
    }

    /** Deletes the folder of this process. */
    static synchronized void end() {
        if (own != null) {
            delete(own);
            own = null;
        }
    }

    /** Deletes what processes of this host have left that are there no more; answers how many. */
    static int deleteLeft() {
        return deleteLeft(ROOT);
    }

    static int deleteLeft(Path root) {
        int deleted = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isLeft(folder.getFileName().toString()) && delete(folder)) {
                    deleted++;
                }
            }
        } catch (IOException e) {
            LOG.warnf(e, "temporary files of former processes could not be deleted from %s", root);
        }
        return deleted;
    }

    /** Whether a folder of this name belongs to a process of this host that is there no more. */
    private static boolean isLeft(String folder) {
        Matcher name = NAME.matcher(folder);
        if (!name.matches() || !name.group(1).equals(HOST)) {
            return false;
        }
        try {
            Instant began = Instant.ofEpochSecond(Long.parseLong(name.group(3)));
            Optional<Instant> now =
                    ProcessHandle.of(Long.parseLong(name.group(2))).map(TemporaryFiles::began);
            return now.isEmpty() || Duration.between(began, now.get()).abs().compareTo(SAME_START) > 0;
        } catch (NumberFormatException tooLong) {
            return false;
        }
    }

    /** What the name of a process's folder begins with; a number follows that nobody can guess. */
    static String name(ProcessHandle process) {
        return PREFIX + HOST + "-" + process.pid() + "-" + began(process).getEpochSecond() + "-";
    }

    private static Instant began(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    private static synchronized Path own() throws IOException {
        if (own == null || !Files.isDirectory(own)) { // whoever cleans up the host's temporary files may have taken it
            own = Files.createTempDirectory(ROOT, name(ProcessHandle.current()));
        }
        return own;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.]", "_");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Whether it is gone; what may not be deleted, such as another user's, stays. */
    private static boolean delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, IOException failure) throws IOException {
                    Files.deleteIfExists(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
            return true;
        } catch (IOException e) {
            LOG.warnf("the temporary files in %s could not be deleted: %s", folder, e);
            return false;
        }
    }
}
