package io.billinghub.adapters.pull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.AbstractSftpEventListenerAdapter;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA SSHD. */
final class SftpTestServer implements FileServer {

    private final Path root;
    private final KeyPair hostKey;
    final KeyPair userKey;
    private final AtomicReference<Fault> fault = new AtomicReference<>();
    private SshServer server;
    private int port;

    SftpTestServer() throws IOException {
        this.root = Files.createTempDirectory("sftp");
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            this.hostKey = keys.generateKeyPair();
            this.userKey = keys.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        start();
    }

    @Override
    public void start() throws IOException {
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> password.equals("right"));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, userKey.getPublic()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(new AbstractSftpEventListenerAdapter() {
            @Override
            public void reading(
                    org.apache.sshd.server.session.ServerSession session,
                    String remoteHandle,
                    FileHandle localHandle,
                    long offset,
                    byte[] data,
                    int dataOffset,
                    int dataLen)
                    throws IOException {
                if (offset > 0) {
                    Fault now = fault.getAndSet(null);
                    if (now != null) {
                        now.happen();
                    }
                }
            }
        });
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        port = server.getPort();
    }

    String fingerprint() {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, hostKey.getPublic());
    }

    int port() {
        return port;
    }

    /** PKCS#8 in PEM. */
    String privateKey() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(userKey.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    String address() {
        return "\"type\": \"sftp\", \"host\": \"127.0.0.1\", \"port\": " + port + ", \"user\": \"hub\"";
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public String transport() {
        return "{" + address() + ", \"settle\": \"PT0.05S\", \"credential\": \"secret:password\", \"hostKeys\": [\""
                + fingerprint() + "\"]";
    }

    @Override
    public Map<String, String> secrets() {
        return Map.of("password", "right");
    }

    @Override
    public Map<String, String> wrongSecrets() {
        return Map.of("password", "wrong");
    }

    @Override
    public void inMidFile(Fault next) {
        fault.set(next);
    }

    @Override
    public void stop() throws IOException {
        server.stop(true);
    }

    @Override
    public String toString() {
        return "SFTP";
    }
}
