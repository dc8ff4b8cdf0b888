package io.billinghub.adapters.as2;

import io.billinghub.adapters.mime.MimeEntity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataParser;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.CMSTypedStream;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Whether a content is signed by one of the certificates that the descriptor names, valid today, by a digest that is strong enough. */
final class SignatureCheck {

    private static final int LONGEST_SIGNATURE = 1 << 20;
    private static final String AUTHENTICATION = "authentication-failed";

    private final Station station;
    private final StationKeys keys;
    private final Instant now;

    SignatureCheck(Station station, StationKeys keys, Instant now) {
        this.station = station;
        this.keys = keys;
        this.now = now;
    }

    /** @throws As2Failure if the signature is not the partner's, or not of this content */
    void detached(Bytes content, MimeEntity signature) throws IOException {
        try (InputStream in = content.open();
                InputStream encoded = signature.content()) {
            byte[] bytes = encoded.readNBytes(LONGEST_SIGNATURE);
            CMSSignedDataParser signed = new CMSSignedDataParser(digests(), new CMSTypedStream(in), bytes);
            signed.getSignedContent().drain();
            require(signed);
        } catch (CMSException | OperatorCreationException e) {
            throw As2Failure.error(AUTHENTICATION, "the signature can't be read", e);
        }
    }

    /**
     * The content that stands inside of its signature, in a file.
     *
     * @throws As2Failure if the signature is not the partner's
     */
    Path wrapped(MimeEntity entity, Layers files, long most) throws IOException {
        try (CmsStream in = new CmsStream(entity.content(), entity.size())) {
            CMSSignedDataParser signed = new CMSSignedDataParser(digests(), in);
            if (signed.getSignedContent() == null) {
                throw As2Failure.error(AUTHENTICATION, "the signature holds no content", null);
            }
            in.atContent();
            Path file = files.write(signed.getSignedContent().getContentStream(), most);
            in.behindContent();
            require(signed);
            return file;
        } catch (CMSException | OperatorCreationException e) {
            throw As2Failure.error(AUTHENTICATION, "the signature can't be read", e);
        }
    }

    private static DigestCalculatorProvider digests() throws OperatorCreationException {
        return new JcaDigestCalculatorProviderBuilder()
                .setProvider(StationKeys.PROVIDER)
                .build();
    }

    private void require(CMSSignedDataParser signed) throws CMSException {
        As2Failure failure = As2Failure.error(AUTHENTICATION, "the message has no signature of the partner's", null);
        for (SignerInformation signer : signed.getSignerInfos().getSigners()) {
            if (!station.algorithms().allowsDigest(signer.getDigestAlgOID())
                    || !station.algorithms().allowsSignature(signer.getEncryptionAlgOID())) {
                failure = As2Failure.error(
                        "insufficient-message-security",
                        "the signature is " + signer.getEncryptionAlgOID() + " with the digest "
                                + signer.getDigestAlgOID() + "; use RSA or EC with SHA-256, 384 or 512",
                        null);
                continue;
            }
            for (X509Certificate certificate : keys.partners()) {
                try {
                    certificate.checkValidity(Date.from(now));
                    if (signer.verify(new JcaSimpleSignerInfoVerifierBuilder()
                            .setProvider(StationKeys.PROVIDER)
                            .build(certificate))) {
                        return;
                    }
                } catch (CMSSignerDigestMismatchException e) {
                    failure = As2Failure.error("integrity-check-failed", "the content is not what was signed", e);
                } catch (CertificateException e) {
                    failure = As2Failure.error(AUTHENTICATION, "the partner's certificate is out of its dates", e);
                } catch (CMSException | OperatorCreationException e) {
                    failure = As2Failure.error(AUTHENTICATION, "the signature is not the partner's", e);
                }
            }
        }
        throw failure;
    }
}
