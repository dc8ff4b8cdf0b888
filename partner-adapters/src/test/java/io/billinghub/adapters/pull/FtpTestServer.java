package io.billinghub.adapters.pull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.filesystem.nativefs.NativeFileSystemFactory;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpFile;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer, plain or with TLS. */
final class FtpTestServer implements FileServer {

    private final Path root;
    private final String tls;
    private final TestCertificate certificate;
    private final AtomicReference<Fault> fault = new AtomicReference<>();
    private FtpServer server;
    private int port;

    /** @param tls none, explicit or implicit */
    FtpTestServer(String tls, TestCertificate certificate) throws IOException {
        this.root = Files.createTempDirectory("ftp");
        this.tls = tls;
        this.certificate = certificate;
        start();
    }

    @Override
    public void start() throws IOException {
        try {
            ListenerFactory listener = new ListenerFactory();
            listener.setServerAddress("127.0.0.1");
            listener.setPort(port);
            if (!tls.equals("none")) {
                SslConfigurationFactory ssl = new SslConfigurationFactory();
                ssl.setKeystoreFile(certificate.keyStore().toFile());
                ssl.setKeystorePassword(TestCertificate.PASSWORD);
                ssl.setKeystoreType("PKCS12");
                listener.setSslConfiguration(ssl.createSslConfiguration());
                listener.setImplicitSsl(tls.equals("implicit"));
                DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
                data.setSslConfiguration(ssl.createSslConfiguration());
                data.setImplicitSsl(tls.equals("implicit"));
                listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
            }
            FtpServerFactory factory = new FtpServerFactory();
            factory.addListener("default", listener.createListener());
            BaseUser user = new BaseUser();
            user.setName("hub");
            user.setPassword("right");
            user.setHomeDirectory(root.toString());
            user.setAuthorities(List.of(new WritePermission()));
            factory.getUserManager().save(user);
            factory.setFileSystem(new NativeFileSystemFactory() {
                @Override
                public FileSystemView createFileSystemView(org.apache.ftpserver.ftplet.User of) throws FtpException {
                    return faulty(super.createFileSystemView(of));
                }
            });
            server = factory.createServer();
            server.start();
            port = ((org.apache.ftpserver.impl.DefaultFtpServer) server)
                    .getListener("default")
                    .getPort();
        } catch (FtpException e) {
            throw new IOException(e);
        }
    }

    /** The view, whose files let the fault happen while they are read. */
    private FileSystemView faulty(FileSystemView view) {
        return (FileSystemView) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FileSystemView.class}, (proxy, method, arguments) -> {
                    Object result = invoke(view, method, arguments);
                    return result instanceof FtpFile file && method.getName().equals("getFile") ? faulty(file) : result;
                });
    }

    private FtpFile faulty(FtpFile file) {
        return (FtpFile) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FtpFile.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("move")) {
                        FtpFile target = (FtpFile) arguments[0];
                        return Files.exists(
                                        root.resolve(target.getAbsolutePath().substring(1)))
                                ? Boolean.FALSE
                                : Boolean.valueOf(
                                        root.resolve(file.getAbsolutePath().substring(1))
                                                .toFile()
                                                .renameTo(root.resolve(target.getAbsolutePath()
                                                                .substring(1))
                                                        .toFile()));
                    }
                    Object result = invoke(file, method, arguments);
                    return result instanceof InputStream content ? faulty(content) : result;
                });
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private InputStream faulty(InputStream content) {
        return new FilterInputStream(content) {
            private boolean begun;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (begun) {
                    Fault now = fault.getAndSet(null);
                    if (now != null) {
                        now.happen();
                    }
                }
                begun = true;
                return super.read(target, offset, length);
            }
        };
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public String transport() {
        List<String> options = new ArrayList<>(List.of(
                "\"type\": \"ftp\"",
                "\"host\": \"127.0.0.1\"",
                "\"port\": " + port,
                "\"user\": \"hub\"",
                "\"credential\": \"secret:password\"",
                "\"settle\": \"PT0.05S\"",
                "\"tls\": \"" + tls + "\""));
        if (!tls.equals("none")) {
            options.add("\"trustedCertificate\": \"" + certificate.pem().replace("\n", "\\n") + "\"");
        }
        return "{" + String.join(", ", options);
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
    public void stop() {
        server.stop();
    }

    @Override
    public String toString() {
        return "FTP with tls " + tls;
    }
}
