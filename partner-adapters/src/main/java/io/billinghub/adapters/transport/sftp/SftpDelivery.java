package io.billinghub.adapters.transport.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.Credentials;
import io.billinghub.adapters.transport.EgressSockets;
import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.delivery.application.DocumentSender;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.Parcel;
import io.billinghub.core.delivery.model.Proof;
import io.billinghub.core.egress.EgressRule;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Documents of bills as files on customers' SFTP servers. A file gets its name only when all of its bytes are there; one that is there
 * already, from an attempt that was cut off, is written again.
 */
@ApplicationScoped
public class SftpDelivery implements DocumentSender {

    private static final int SSH_PORT = 22;

    private final int connectMillis;
    private final int answerMillis;
    private final EgressSockets sockets;
    private final Credentials credentials;

    @Inject
    SftpDelivery(
            AdapterSettings settings,
            Config config,
            @ConfigProperty(name = "hub.egress.allow") Optional<List<String>> egress) {
        this(
                settings.connectTimeout(),
                settings.responseTimeout(),
                new EgressSockets(new EgressRule(egress.orElse(List.of()))),
                name -> config.getOptionalValue(name, String.class));
    }

    /**
     * @param answer how long the server may take for one file
     * @param configuration where tenants' secrets are looked up, see {@link Credentials}
     */
    public SftpDelivery(
            Duration connect,
            Duration answer,
            EgressSockets sockets,
            Function<String, Optional<String>> configuration) {
        this.connectMillis = Math.toIntExact(connect.toMillis());
        this.answerMillis = Math.toIntExact(answer.toMillis());
        this.sockets = sockets;
        this.credentials = new Credentials(configuration);
    }

    @Override
    public Set<Channel> channels() {
        return Set.of(Channel.SFTP);
    }

    @Override
    public Uni<Proof> send(Parcel parcel) {
        return Uni.createFrom().item(() -> store(parcel)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Proof store(Parcel parcel) {
        URI target = URI.create(parcel.to().target());
        String server = target.getHost() + ":" + port(target);
        HostKeys hostKeys = new HostKeys(Set.copyOf(parcel.to().hostKeys()));
        Session session = null;
        try {
            session = session(parcel, target);
            session.setHostKeyRepository(hostKeys);
            session.connect(connectMillis);
            session.setTimeout(answerMillis);
            ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
            channel.connect(answerMillis);
            Patience patience = new Patience(session, answerMillis);
            List<String> stored = new ArrayList<>();
            for (KeptDocument.Content each : parcel.documents()) {
                stored.add(store(channel, patience, folder(target), each));
            }
            return new Proof(session.getServerVersion() + " has " + String.join(", ", stored), Optional.empty());
        } catch (JSchException e) {
            throw new IllegalStateException(
                    hostKeys.refused() == null
                            ? server + ": " + e.getMessage()
                            : server + " shows the host key " + hostKeys.refused() + ", which hostKeys does not name",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException(server + ": " + e.getMessage(), e);
        } finally {
            if (session != null) {
                session.disconnect();
            }
        }
    }

    private static String store(ChannelSftp channel, Patience patience, String folder, KeptDocument.Content content)
            throws IOException {
        String file = folder + content.document().name();
        String unfinished = file + ".part";
        return patience.with(file, () -> {
            channel.put(new ByteArrayInputStream(content.bytes()), unfinished, ChannelSftp.OVERWRITE);
            try {
                channel.rm(file);
            } catch (SftpException e) {
                if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                    throw e;
                }
            }
            channel.rename(unfinished, file);
            long size = channel.stat(file).getSize();
            if (size != content.bytes().length) {
                throw new IOException("the server has " + size + " bytes of " + content.bytes().length);
            }
            return file + " (" + size + " bytes)";
        });
    }

    private Session session(Parcel parcel, URI target) throws JSchException {
        JSch client = new JSch();
        Session session = client.getSession(target.getUserInfo(), target.getHost(), port(target));
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", "publickey,password,keyboard-interactive");
        session.setSocketFactory(new SftpSockets(sockets, connectMillis));
        String secret =
                credentials.secret(parcel.tenant(), parcel.to().credential().orElseThrow());
        if (secret.startsWith("-----BEGIN")) {
            client.addIdentity("delivery", secret.getBytes(StandardCharsets.UTF_8), null, null);
        } else {
            session.setPassword(secret);
        }
        return session;
    }

    private static int port(URI target) {
        return target.getPort() < 0 ? SSH_PORT : target.getPort();
    }

    /** With a slash at the end; the user's own folder where the target names none. The client's patterns are quoted. */
    private static String folder(URI target) {
        String path = target.getPath() == null || target.getPath().equals("/") ? "" : target.getPath();
        String quoted = path.replaceAll("([\\\\*?])", "\\\\$1");
        return quoted.isEmpty() || quoted.endsWith("/") ? quoted : quoted + "/";
    }
}
