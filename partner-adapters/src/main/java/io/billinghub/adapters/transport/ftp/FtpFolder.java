package io.billinghub.adapters.transport.ftp;

import io.billinghub.adapters.transport.RemoteFile;
import io.billinghub.adapters.transport.files.RemoteFolder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;

/** A folder of an FTP server, on a connection that is logged in. */
final class FtpFolder implements RemoteFolder {

    private final FTPClient client;

    FtpFolder(FTPClient client) {
        this.client = client;
    }

    @Override
    public List<RemoteFile> list() throws IOException {
        // the machine's listing tells times to the second, the other one to the minute or the day
        FTPFile[] listed = client.hasFeature("MLST") ? client.mlistDir() : client.listFiles();
        if (client.getReplyCode() >= 400) {
            throw new IOException("the files could not be listed: " + reply());
        }
        List<RemoteFile> files = new ArrayList<>();
        for (FTPFile file : listed) {
            if (file != null && file.isFile() && file.getTimestamp() != null) {
                files.add(new RemoteFile(file.getName(), file.getSize(), file.getTimestampInstant()));
            }
        }
        return files;
    }

    @Override
    public InputStream open(String name) throws IOException {
        InputStream content = client.retrieveFileStream(name);
        if (content == null) {
            throw new IOException(name + " could not be read: " + reply());
        }
        return new FilterInputStream(content) {
            @Override
            public void close() throws IOException {
                super.close();
                boolean unused = client.completePendingCommand(); // the number of bytes tells whether it is whole
            }
        };
    }

    @Override
    public void makeFolder(String path) throws IOException {
        String here = client.printWorkingDirectory();
        if (client.changeWorkingDirectory(path)) {
            require(client.changeWorkingDirectory(here), "left");
        } else {
            require(client.makeDirectory(path), "made");
        }
    }

    @Override
    public void move(String name, String target) throws IOException {
        require(client.rename(name, target), "moved");
    }

    @Override
    public boolean exists(String path) throws IOException {
        String size = client.getSize(path);
        return size != null;
    }

    @Override
    public void delete(String name) throws IOException {
        require(client.deleteFile(name), "deleted");
    }

    private void require(boolean done, String what) throws IOException {
        if (!done) {
            throw new IOException("it could not be " + what + ": " + reply());
        }
    }

    private String reply() {
        return String.valueOf(client.getReplyString()).strip();
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
