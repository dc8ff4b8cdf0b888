package io.billinghub.adapters.transport.ftp;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.EgressSockets;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.adapters.transport.TrustedServers;
import io.billinghub.adapters.transport.files.FilePull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;

/**
 * Files of an FTP server: with TLS from the first byte ({@code implicit}), after AUTH TLS ({@code explicit}), or without ({@code
 * none}). Data connections are passive and go to the address of the control connection, whatever the server names.
 */
public final class FtpTransport implements PullTransport {

    private final AdapterSettings settings;
    private final EgressSockets sockets;

    public FtpTransport(AdapterSettings settings, EgressSockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
    }

    @Override
    public String type() {
        return "ftp";
    }

    @Override
    public void pull(PullSession session) {
        JsonNode options = session.options();
        String host = options.path("host").asText();
        boolean implicit = "implicit".equals(options.path("tls").asText());
        int port = options.path("port").asInt(implicit ? 990 : 21);
        String partner = "ftp://" + host + ":" + port;
        try {
            FTPClient client = client(options, implicit);
            try (FtpFolder folder = new FtpFolder(client)) {
                client.connect(host, port);
                client.setSoTimeout(Math.toIntExact(settings.responseTimeout().toMillis()));
                logIn(client, session, partner);
                FilePull.pull(session, folder);
            }
        } catch (IOException | UncheckedIOException e) {
            throw TransportFailure.of(partner, e);
        } catch (GeneralSecurityException e) {
            throw TransportFailure.refused(partner + ": trustedCertificate can't be used: " + e.getMessage(), e);
        }
    }

    private FTPClient client(JsonNode options, boolean implicit) throws IOException, GeneralSecurityException {
        FTPClient client;
        if ("none".equals(options.path("tls").asText())) {
            client = new FTPClient();
        } else {
            FTPSClient secure = new FTPSClient(implicit);
            secure.setTrustManager(
                    TrustedServers.manager(options.path("trustedCertificate").textValue()));
            secure.setEndpointCheckingEnabled(true);
            client = secure;
        }
        client.setSocketFactory(sockets);
        client.setControlEncoding("UTF-8");
        client.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
        client.setDefaultTimeout(Math.toIntExact(settings.responseTimeout().toMillis()));
        client.setDataTimeout(Duration.ofMillis(settings.responseTimeout().toMillis()));
        return client;
    }

    private static void logIn(FTPClient client, PullSession session, String partner) throws IOException {
        JsonNode options = session.options();
        if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
            throw new IOException("it greets with " + client.getReplyString());
        }
        String password = session.secret(options.path("credential").asText());
        if (!client.login(options.path("user").asText(), password)) {
            throw TransportFailure.refused(partner + " refused the user or the credential", null);
        }
        if (client instanceof FTPSClient secure) {
            secure.execPBSZ(0);
            secure.execPROT("P");
        }
        client.enterLocalPassiveMode();
        boolean binary = client.setFileType(FTP.BINARY_FILE_TYPE);
        String path = options.path("path").asText(".");
        if (!binary || !client.changeWorkingDirectory(path)) {
            throw TransportFailure.refused(partner + " does not let the hub into " + path, null);
        }
    }
}
