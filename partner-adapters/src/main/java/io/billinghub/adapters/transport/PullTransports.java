package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.folder.FolderTransport;
import io.billinghub.adapters.transport.ftp.FtpTransport;
import io.billinghub.adapters.transport.http.HttpClients;
import io.billinghub.adapters.transport.http.HttpTransport;
import io.billinghub.adapters.transport.imap.ImapTransport;
import io.billinghub.adapters.transport.jdbc.JdbcTransport;
import io.billinghub.adapters.transport.kafka.KafkaAccess;
import io.billinghub.adapters.transport.kafka.KafkaTransport;
import io.billinghub.adapters.transport.s3.S3Transport;
import io.billinghub.adapters.transport.sftp.SftpTransport;
import io.billinghub.core.egress.EgressRule;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** The transports on which the hub fetches documents itself, by their names in descriptors. */
public final class PullTransports {

    private final List<PullTransport> all;

    /**
     * @param egress where connections may go
     * @param kafka the hub's own, which is its operator's affair
     */
    public PullTransports(CamelContext camel, AdapterSettings settings, EgressRule egress, KafkaAccess kafka) {
        EgressSockets sockets = new EgressSockets(egress);
        HttpClients clients = new HttpClients(settings, sockets);
        CloseableHttpClient shared = clients.plain();
        this.all = List.of(
                new FolderTransport(camel, settings.inbox()),
                new HttpTransport(settings, clients, shared),
                new S3Transport(clients, shared),
                new ImapTransport(settings, sockets),
                new KafkaTransport(settings, kafka),
                new JdbcTransport(settings, sockets),
                new SftpTransport(settings, sockets),
                new FtpTransport(settings, sockets));
    }

    /** The transport of that name; empty for documents that the partner sends. */
    public Optional<PullTransport> of(String type) {
        return all.stream().filter(transport -> transport.type().equals(type)).findFirst();
    }
}
