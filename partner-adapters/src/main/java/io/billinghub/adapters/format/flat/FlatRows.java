package io.billinghub.adapters.format.flat;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the rows of a document of one format. */
@FunctionalInterface
public interface FlatRows {

    /**
     * Hands the header and then each row to the reader, in their order; rows of blank fields only are left out.
     *
     * @throws io.billinghub.adapters.model.RefusedException if the document can't be read as the descriptor says
     */
    void read(Path file, Reader reader) throws IOException;

    /** Takes what is read. */
    interface Reader {

        /** Once, before the first row. */
        void header(Header header);

        /** A row; its fields hold only as long as the call. */
        void row(FlatRow row);

        /** One of the rows at the end that the descriptor says are no lines. */
        void footer(FlatRow row);
    }
}
