package io.billinghub.adapters.transport.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.RemoteFile;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.adapters.transport.WholeStream;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the files of a folder that are ready, by their names. Ready is what has a marker beside it or, without markers, what keeps
 * its size and time for a while; an empty file is not. A file is moved, deleted or noted only after it is stored, so whatever stops
 * the pull in between, it is read again and known by its content.
 */
public final class FilePull {

    /** What becomes of a file that is stored. */
    private enum After {
        MOVE,
        DELETE,
        KEEP
    }

    private final PullSession session;
    private final RemoteFolder folder;
    private final Pattern include;
    private final String marker;
    private final Duration settle;
    private final After after;
    private final String moveTo;

    private FilePull(PullSession session, RemoteFolder folder) {
        JsonNode options = session.options();
        this.session = session;
        this.folder = folder;
        this.include = Pattern.compile(options.path("include").asText(".*"));
        this.marker = options.path("marker").textValue();
        this.settle = Duration.parse(options.path("settle").asText("PT1S"));
        this.after = After.valueOf(options.path("after").asText("move").toUpperCase(java.util.Locale.ROOT));
        this.moveTo = options.path("moveTo").asText(".done");
    }

    /**
     * Takes what is ready; a file that is too large keeps none of the others.
     *
     * @throws IOException if the server could not be read to the end
     */
    public static void pull(PullSession session, RemoteFolder folder) throws IOException {
        new FilePull(session, folder).pull();
    }

    private void pull() throws IOException {
        List<RemoteFile> listed = folder.list();
        for (RemoteFile file : ready(listed)) {
            take(file);
        }
        session.forgetAllBut(listed);
    }

    private List<RemoteFile> ready(List<RemoteFile> listed) throws IOException {
        List<RemoteFile> wanted = new ArrayList<>();
        Set<String> names = new HashSet<>();
        listed.forEach(file -> names.add(file.name()));
        for (RemoteFile file : listed) {
            boolean marked = marker == null
                    || names.contains(file.name() + marker) && !file.name().endsWith(marker);
            if (marked
                    && file.size() > 0
                    && !file.name().startsWith(".")
                    && include.matcher(file.name()).matches()
                    && !(after == After.KEEP && session.pulled(file))) {
                wanted.add(file);
            }
        }
        if (marker == null && !wanted.isEmpty()) {
            rest();
            wanted.retainAll(new HashSet<>(folder.list()));
        }
        wanted.sort(Comparator.comparing(RemoteFile::name));
        return wanted;
    }

    private void rest() throws IOException {
        try {
            Thread.sleep(settle.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while files settle", e);
        }
    }

    private void take(RemoteFile file) throws IOException {
        if (!session.pulled(file)) { // noted where it could not be moved or deleted the last time
            try (InputStream content = new WholeStream(folder.open(file.name()), file.size())) {
                session.document(file.name(), null, content);
            } catch (HubException e) {
                if (e.code() != AdapterError.DOCUMENT_TOO_LARGE) {
                    throw e;
                }
                return;
            }
        }
        session.confirm();
        if (after == After.KEEP) {
            session.notePulled(file);
            return;
        }
        try {
            doneWith(file.name());
            if (marker != null) {
                doneWith(file.name() + marker);
            }
        } catch (IOException e) {
            session.notePulled(file);
            session.failed(TransportFailure.refused(
                    file.name() + " is stored, but could not be "
                            + (after == After.MOVE ? "moved to " + moveTo : "deleted") + ": " + e.getMessage()
                            + "; give the hub the right to, or say \"after\": \"keep\"",
                    e));
        }
    }

    private void doneWith(String name) throws IOException {
        if (after == After.DELETE) {
            folder.delete(name);
            return;
        }
        folder.makeFolder(moveTo);
        String target = moveTo + "/" + name;
        if (folder.exists(target)) {
            target = target + "." + session.now().toEpochMilli();
        }
        folder.move(name, target);
    }
}
