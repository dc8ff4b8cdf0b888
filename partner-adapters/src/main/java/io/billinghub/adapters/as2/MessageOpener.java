package io.billinghub.adapters.as2;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.mime.MimeEntity;
import io.billinghub.adapters.mime.MimeFlaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSCompressedDataParser;
import org.bouncycastle.cms.CMSEnvelopedDataParser;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.ZlibExpanderProvider;
import org.jboss.logging.Logger;

/**
 * Takes the layers off a message: encryption, which is the outermost one, then signature and compression, in either order. For one
 * message, on a worker thread.
 *
 * <p>Of an encrypted message all that is wrong behind the envelope is told alike: who could tell a wrong padding from a wrong signature
 * could have the hub decrypt a message for him, byte by byte. The log says which it was.
 */
final class MessageOpener {

    private static final Logger LOG = Logger.getLogger(MessageOpener.class);
    private static final int MOST_LAYERS = 4;
    /** Room for the headers of a part, beside a document of the largest size. */
    private static final int HEADERS = 1 << 14;

    private static final String AUTHENTICATION = "authentication-failed";
    private static final String INSUFFICIENT = "insufficient-message-security";

    private final Station station;
    private final StationKeys keys;
    private final AdapterSettings settings;
    private final Instant now;
    private final Layers files;

    private boolean encrypted;
    private boolean compressed;
    private Bytes signed;

    /** @param files takes what is made on the way */
    MessageOpener(Station station, StationKeys keys, AdapterSettings settings, Instant now, Layers files) {
        this.station = station;
        this.keys = keys;
        this.settings = settings;
        this.now = now;
        this.files = files;
    }

    /**
     * The message's document.
     *
     * @throws As2Failure if it is not encrypted for the host, or not signed by the partner
     */
    OpenedMessage open(MimeEntity message) {
        MimeEntity inside = isEnveloped(message) ? decrypted(message) : message;
        if (!encrypted && station.encryptionRequired()) {
            throw As2Failure.error(INSUFFICIENT, "the message is not encrypted, and has to be", null);
        }
        try {
            return authenticated(inside);
        } catch (As2Failure failure) {
            throw encrypted ? alike(failure) : failure;
        } catch (IOException | RuntimeException e) {
            As2Failure failure =
                    As2Failure.error("unexpected-processing-error", "the message is not formed as AS2 has it", e);
            throw encrypted ? alike(failure) : failure;
        }
    }

    private OpenedMessage authenticated(MimeEntity message) throws IOException {
        MimeEntity entity = message;
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            String type = entity.mediaType();
            if (type.equals("multipart/signed") && signed == null) {
                entity = verified(entity);
            } else if (isPkcs7(entity) && kind(entity).equals("signed-data") && signed == null) {
                entity = unwrapped(entity);
            } else if (isPkcs7(entity) && kind(entity).equals("compressed-data") && !compressed) {
                entity = decompressed(entity);
            } else if (signed == null) {
                throw As2Failure.error(INSUFFICIENT, "the message is not signed", null);
            } else {
                return new OpenedMessage(signed, entity);
            }
        }
        throw As2Failure.error("unexpected-processing-error", "the message has too many layers", null);
    }

    private static boolean isPkcs7(MimeEntity entity) {
        return entity.mediaType().equals("application/pkcs7-mime")
                || entity.mediaType().equals("application/x-pkcs7-mime");
    }

    private static String kind(MimeEntity entity) {
        return entity.parameter("smime-type").orElse("enveloped-data").toLowerCase(Locale.ROOT);
    }

    private static boolean isEnveloped(MimeEntity entity) {
        try {
            return isPkcs7(entity) && kind(entity).equals("enveloped-data");
        } catch (MimeFlaw e) {
            throw As2Failure.error("unexpected-processing-error", e.getMessage(), e);
        }
    }

    /** Which algorithm a message uses and for whom it is encrypted can be seen by all, so both are told. */
    private MimeEntity decrypted(MimeEntity entity) {
        encrypted = true;
        try (CmsStream in = new CmsStream(entity.content(), entity.size())) {
            CMSEnvelopedDataParser envelope = new CMSEnvelopedDataParser(in);
            String algorithm = envelope.getEncryptionAlgOID();
            if (!station.algorithms().allowsEncryption(algorithm)) {
                throw As2Failure.error(
                        INSUFFICIENT, "the message is encrypted by " + algorithm + "; use AES in CBC mode", null);
            }
            RecipientInformation own = recipient(envelope);
            in.atContent();
            Path file = files.write(
                    own.getContentStream(new SilentRecipient(keys.key(), algorithm))
                            .getContentStream(),
                    settings.maxDocumentSize());
            return MimeEntity.of(file);
        } catch (As2Failure failure) {
            throw failure;
        } catch (CMSException | IOException | RuntimeException e) {
            throw alike(As2Failure.error(AUTHENTICATION, String.valueOf(e.getMessage()), e));
        }
    }

    private RecipientInformation recipient(CMSEnvelopedDataParser envelope) {
        Collection<RecipientInformation> all = envelope.getRecipientInfos().getRecipients();
        try {
            JcaX509CertificateHolder own = new JcaX509CertificateHolder(keys.certificate());
            return all.stream()
                    .filter(recipient -> recipient.getRID().match(own))
                    .findFirst()
                    .orElseThrow(() -> As2Failure.error(
                            "decryption-failed", "the message is not encrypted for the host's certificate", null));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the host's own certificate can't be written", e);
        }
    }

    private MimeEntity verified(MimeEntity entity) throws IOException {
        List<MimeEntity> parts = entity.parts(2);
        if (parts.size() != 2) {
            throw As2Failure.error(AUTHENTICATION, "a signed message has two parts", null);
        }
        MimeEntity content = parts.get(0);
        new SignatureCheck(station, keys, now).detached(content::whole, parts.get(1));
        signed = content::whole;
        return content;
    }

    private MimeEntity unwrapped(MimeEntity entity) throws IOException {
        Path file = new SignatureCheck(station, keys, now).wrapped(entity, files, settings.maxDocumentSize());
        signed = () -> Files.newInputStream(file);
        return MimeEntity.of(file);
    }

    private MimeEntity decompressed(MimeEntity entity) throws IOException {
        compressed = true;
        long most = settings.maxDocumentSize() + HEADERS;
        try (CmsStream in = new CmsStream(entity.content(), entity.size())) {
            CMSCompressedDataParser packed = new CMSCompressedDataParser(in);
            in.atContent();
            return MimeEntity.of(files.write(
                    packed.getContent(new ZlibExpanderProvider(most)).getContentStream(), most));
        } catch (CMSException | IOException e) {
            throw As2Failure.error(
                    "decompression-failed", "the content can't be decompressed within the hub's limits", e);
        }
    }

    private As2Failure alike(As2Failure failure) {
        LOG.infof(
                "An encrypted AS2 message of %s was refused: %s, %s (%s)",
                station.from(), failure.disposition(), failure.getMessage(), failure.getCause());
        return As2Failure.error(
                AUTHENTICATION,
                "behind the encryption there is nothing that the partner's certificate has signed: the message was changed on its way,"
                        + " is not signed, or is signed with another key or an algorithm that is too weak; the host's log says which",
                failure);
    }
}
