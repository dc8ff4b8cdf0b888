package io.billinghub.adapters.as2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The keys of both sides.
 *
 * @param key the host's, for decrypting and for signing receipts
 * @param certificate of {@code key}
 * @param partners certificates that the partner signs with
 */
record StationKeys(PrivateKey key, X509Certificate certificate, List<X509Certificate> partners) {

    /** Not registered with Java: only what asks for it uses it. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    StationKeys {
        partners = List.copyOf(partners);
    }

    /**
     * Keys as secrets hold them.
     *
     * @param keyStore PKCS#12 in Base64 with one key
     * @param partners each a certificate in PEM, or some of them
     */
    static StationKeys of(String keyStore, String password, List<String> partners)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Base64.getMimeDecoder().decode(keyStore)), password.toCharArray());
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey key
                    && store.getCertificate(alias) instanceof X509Certificate certificate) {
                return new StationKeys(key, certificate, certificates(partners));
            }
        }
        throw new GeneralSecurityException("the key store holds no private key with a certificate");
    }

    private static List<X509Certificate> certificates(List<String> pems) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String pem : pems) {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .forEach(certificate -> certificates.add((X509Certificate) certificate));
        }
        return certificates;
    }

    /** Java's name of signing by this digest with the host's key. */
    String signature(String digest) {
        String kind = key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm();
        return digest.replace("-", "") + "with" + kind;
    }
}
