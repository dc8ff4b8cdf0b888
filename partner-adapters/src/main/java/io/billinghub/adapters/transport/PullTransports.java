package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.folder.FolderTransport;
import io.billinghub.adapters.transport.ftp.FtpTransport;
import io.billinghub.adapters.transport.http.HttpTransport;
import io.billinghub.adapters.transport.sftp.SftpTransport;
import io.billinghub.core.egress.EgressRule;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The transports on which the hub fetches documents itself, by their names in descriptors. */
public final class PullTransports {

    private final List<PullTransport> all;

    /** @param egress where connections may go */
    public PullTransports(CamelContext camel, AdapterSettings settings, EgressRule egress) {
        EgressSockets sockets = new EgressSockets(egress);
        this.all = List.of(
                new FolderTransport(camel, settings.inbox()),
                new HttpTransport(settings, sockets),
                new SftpTransport(settings, sockets),
                new FtpTransport(settings, sockets));
    }

    /** The transport of that name; empty for documents that the partner sends. */
    public Optional<PullTransport> of(String type) {
        return all.stream().filter(transport -> transport.type().equals(type)).findFirst();
    }
}
