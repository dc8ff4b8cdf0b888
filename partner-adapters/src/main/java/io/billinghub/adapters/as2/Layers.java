package io.billinghub.adapters.as2;

import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.document.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The temporary files of one message. */
final class Layers implements AutoCloseable {

    private final List<Path> files = new ArrayList<>();
    private final SpooledDocument body;

    /** @param body of the message, closed with the others */
    Layers(SpooledDocument body) {
        this.body = body;
    }

    /** The message as it came. */
    Path body() {
        return body.file();
    }

    /**
     * Reads the stream to its end into a new file.
     *
     * @param most bytes
     * @throws As2Failure if there are more
     */
    Path write(InputStream in, long most) throws IOException {
        Path file = TemporaryFiles.newFile(".as2");
        files.add(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                size += count;
                if (size > most) {
                    throw As2Failure.error(
                            "unexpected-processing-error", "the message holds more than " + most + " bytes", null);
                }
                out.write(buffer, 0, count);
            }
        }
        return file;
    }

    /** Deletes the files. */
    @Override
    public void close() {
        body.close();
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
