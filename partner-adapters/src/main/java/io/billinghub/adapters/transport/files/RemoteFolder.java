package io.billinghub.adapters.transport.files;

import io.billinghub.adapters.transport.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** One folder of a partner's server, for one pull; blocks, used by one thread. */
public interface RemoteFolder extends AutoCloseable {

    /** The plain files, without what lies in folders below. */
    List<RemoteFile> list() throws IOException;

    /** The bytes; at most one stream is open at a time. */
    InputStream open(String name) throws IOException;

    /** Makes the folder if it is missing. */
    void makeFolder(String path) throws IOException;

    /**
     * Moves a file; fails where there is one at the target, or overwrites it, as the server likes.
     *
     * @param target its path from the folder
     */
    void move(String name, String target) throws IOException;

    /** Whether there is a file at this path from the folder. */
    boolean exists(String path) throws IOException;

    void delete(String name) throws IOException;

    @Override
    void close();
}
