package io.billinghub.adapters.transport.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import io.billinghub.adapters.transport.RemoteFile;
import io.billinghub.adapters.transport.files.RemoteFolder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A folder of an SFTP server. */
final class SftpFolder implements RemoteFolder {

    private final ChannelSftp channel;
    private final Patience patience;

    SftpFolder(ChannelSftp channel, String path, Patience patience) throws SftpException {
        this.channel = channel;
        this.patience = patience;
        channel.cd(quoted(path));
    }

    /** A name as it is: the client would take some characters for a pattern. */
    private static String quoted(String path) {
        return path.replaceAll("([\\\\*?])", "\\\\$1");
    }

    @Override
    public List<RemoteFile> list() throws IOException {
        List<RemoteFile> files = new ArrayList<>();
        return patience.with("the list of files", () -> {
            channel.ls(".", entry -> {
                if (entry.getAttrs().isReg()) {
                    files.add(new RemoteFile(
                            entry.getFilename(),
                            entry.getAttrs().getSize(),
                            Instant.ofEpochSecond(
                                    Integer.toUnsignedLong(entry.getAttrs().getMTime()))));
                }
                return ChannelSftp.LsEntrySelector.CONTINUE;
            });
            return files;
        });
    }

    @Override
    public InputStream open(String name) throws IOException {
        return new FilterInputStream(patience.with(name, () -> channel.get(quoted(name)))) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return patience.with(name, () -> in.read(target, offset, length));
            }
        };
    }

    @Override
    public void makeFolder(String path) throws IOException {
        if (!exists(path)) {
            patience.<Void>with(path, () -> {
                channel.mkdir(path);
                return null;
            });
        }
    }

    @Override
    public void move(String name, String target) throws IOException {
        patience.<Void>with(name, () -> {
            channel.rename(quoted(name), quoted(target));
            return null;
        });
    }

    @Override
    public boolean exists(String path) throws IOException {
        return patience.with(path, () -> {
            try {
                channel.stat(quoted(path));
                return true;
            } catch (SftpException e) {
                if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public void delete(String name) throws IOException {
        patience.<Void>with(name, () -> {
            channel.rm(quoted(name));
            return null;
        });
    }

    @Override
    public void close() {
        channel.disconnect();
    }
}
