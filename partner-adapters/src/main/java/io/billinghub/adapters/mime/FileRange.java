package io.billinghub.adapters.mime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Some bytes of a file that is not written any more.
 *
 * @param to the byte behind the last one
 */
record FileRange(Path file, long from, long to) {

    private static final int BUFFER = 1 << 16;

    static FileRange of(Path file) {
        try {
            return new FileRange(file, 0, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes from their beginning; the caller closes the stream. */
    InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ).position(from);
        return new BufferedInputStream(new Bounded(Channels.newInputStream(channel), to - from), BUFFER);
    }

    /** A stream that ends before its source does. */
    private static final class Bounded extends InputStream {
        private final InputStream source;
        private long left;

        Bounded(InputStream source, long left) {
            this.source = source;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            left--;
            return source.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = source.read(buffer, offset, (int) Math.min(left, length));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
