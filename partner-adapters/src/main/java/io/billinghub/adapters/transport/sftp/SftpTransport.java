package io.billinghub.adapters.transport.sftp;

import com.fasterxml.jackson.databind.JsonNode;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.EgressSockets;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.adapters.transport.files.FilePull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Files of an SFTP server. Who the server is, is known by the fingerprint of its host key in the descriptor, never taken on trust;
 * the hub shows itself by password or by private key.
 */
public final class SftpTransport implements PullTransport {

    private final int connectMillis;
    private final int answerMillis;
    private final EgressSockets sockets;

    public SftpTransport(AdapterSettings settings, EgressSockets sockets) {
        this.connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        this.answerMillis = Math.toIntExact(settings.responseTimeout().toMillis());
        this.sockets = sockets;
    }

    @Override
    public String type() {
        return "sftp";
    }

    @Override
    public void pull(PullSession pull) {
        JsonNode options = pull.options();
        String host = options.path("host").asText();
        int port = options.path("port").asInt(22);
        String partner = "sftp://" + host + ":" + port;
        Set<String> fingerprints = new HashSet<>();
        options.path("hostKeys").forEach(key -> fingerprints.add(key.asText()));
        HostKeys hostKeys = new HostKeys(fingerprints);
        Session session = null;
        try {
            session = session(pull, options, host, port);
            session.setHostKeyRepository(hostKeys);
            session.connect(connectMillis);
            session.setTimeout(answerMillis);
            ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
            channel.connect(answerMillis);
            try (SftpFolder folder =
                    new SftpFolder(channel, options.path("path").asText("."), new Patience(session, answerMillis))) {
                FilePull.pull(pull, folder);
            }
        } catch (JSchException e) {
            if (hostKeys.refused() != null) {
                throw TransportFailure.refused(
                        partner + " shows the host key " + hostKeys.refused()
                                + ", which hostKeys does not name; ask the partner for the right one",
                        e);
            }
            if (String.valueOf(e.getMessage()).matches("(?s).*Auth (fail|cancel).*")) {
                throw TransportFailure.refused(partner + " refused the user or the credential", e);
            }
            throw TransportFailure.of(partner, e);
        } catch (SftpException e) {
            throw TransportFailure.refused(partner + ": " + e.getMessage(), e);
        } catch (IOException | java.io.UncheckedIOException e) {
            throw TransportFailure.of(partner, e);
        } finally {
            if (session != null) {
                session.disconnect();
            }
        }
    }

    private Session session(PullSession pull, JsonNode options, String host, int port) throws JSchException {
        JSch client = new JSch();
        Session session = client.getSession(options.path("user").asText(), host, port);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", "publickey,password,keyboard-interactive");
        session.setSocketFactory(new SftpSockets(sockets, connectMillis));
        if (options.has("privateKey")) {
            byte[] key = pull.secret(options.path("privateKey").asText()).getBytes(StandardCharsets.UTF_8);
            byte[] passphrase = options.has("passphrase")
                    ? pull.secret(options.path("passphrase").asText()).getBytes(StandardCharsets.UTF_8)
                    : null;
            client.addIdentity("descriptor", key, null, passphrase);
        }
        if (options.has("credential")) {
            session.setPassword(pull.secret(options.path("credential").asText()));
        }
        return session;
    }
}
