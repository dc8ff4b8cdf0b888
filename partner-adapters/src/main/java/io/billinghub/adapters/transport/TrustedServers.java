package io.billinghub.adapters.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Which servers are believed: those whose certificate leads to one that Java trusts or, instead, to one that the descriptor names. */
public final class TrustedServers {

    private TrustedServers() {}

    /** @param pem certificates in PEM, or null for those that Java trusts */
    public static X509TrustManager manager(String pem) throws GeneralSecurityException, IOException {
        KeyStore trusted = null;
        if (pem != null) {
            trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
                trusted.setCertificateEntry("trusted-" + number++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager wanted) {
                return wanted;
            }
        }
        throw new GeneralSecurityException("this Java has no X.509 trust manager");
    }
}
