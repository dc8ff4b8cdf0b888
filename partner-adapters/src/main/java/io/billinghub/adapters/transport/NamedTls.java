package io.billinghub.adapters.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS over connections that are there already, for clients that were given an address in place of a name: the server has to show a
 * certificate of the name.
 */
public class NamedTls extends SSLSocketFactory {

    private final String host;
    private final SSLSocketFactory factory;

    /**
     * @param host the server's name
     * @param pem certificates, or null for those that Java trusts
     */
    public NamedTls(String host, String pem) throws GeneralSecurityException, IOException {
        this.host = host;
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {TrustedServers.manager(pem)}, null);
        this.factory = context.getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket connected, String address, int port, boolean autoClose) throws IOException {
        return factory.createSocket(connected, host, port, autoClose) instanceof SSLSocket secure
                ? named(secure)
                : notConnected();
    }

    private static Socket named(SSLSocket secure) {
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        return secure;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String address, int port) throws IOException {
        return notConnected();
    }

    @Override
    public Socket createSocket(String address, int port, InetAddress local, int localPort) throws IOException {
        return notConnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return notConnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        return notConnected();
    }

    private static Socket notConnected() throws IOException {
        throw new SocketException("TLS is put on connections that were judged, it makes none");
    }
}
