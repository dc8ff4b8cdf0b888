package io.billinghub.adapters.as2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ParsingException;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSCompressedDataParser;
import org.bouncycastle.cms.CMSCompressedDataStreamGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataParser;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.ZlibCompressor;
import org.bouncycastle.cms.jcajce.ZlibExpanderProvider;
import org.junit.jupiter.api.Test;

class CmsStreamTest {

    private static final int MIB = 1 << 20;

    @Test
    void recipientsThatFillTheMemoryAreNotRead() throws Exception {
        byte[] message = enveloped(2 * MIB);
        assertThat(new CMSEnvelopedDataParser(message).getRecipientInfos().size())
                .isOne();
        assertThatThrownBy(() -> new CMSEnvelopedDataParser(stream(message)).getRecipientInfos())
                .isInstanceOf(ASN1ParsingException.class)
                .hasMessageContaining("1048576 bytes");
    }

    @Test
    void anElementThatClaimsToBeLongerThanItsMessageIsNotMadeRoomFor() throws Exception {
        byte[] message = Arrays.copyOf(enveloped(MIB / 2), 1000);
        assertThatThrownBy(() -> new CMSEnvelopedDataParser(stream(message)).getRecipientInfos())
                .isInstanceOf(ASN1ParsingException.class)
                .hasMessageContaining("out of bounds");
    }

    @Test
    void aContentIsAsLongAsItIs() throws Exception {
        byte[] content = new byte[3 * MIB];
        new Random(7).nextBytes(content);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (var out = new CMSCompressedDataStreamGenerator().open(message, new ZlibCompressor())) {
            out.write(content);
        }
        try (CmsStream in = stream(message.toByteArray())) {
            CMSCompressedDataParser packed = new CMSCompressedDataParser(in);
            in.atContent();
            assertThat(packed.getContent(new ZlibExpanderProvider()).getContentStream())
                    .hasBinaryContent(content);
        }
    }

    private static CmsStream stream(byte[] message) {
        return new CmsStream(new ByteArrayInputStream(message), message.length);
    }

    /** For one recipient, whose key is as long as asked for. */
    private static byte[] enveloped(int keyLength) throws Exception {
        CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(key -> new RecipientInfo(new KeyTransRecipientInfo(
                new RecipientIdentifier(new DEROctetString(new byte[20])),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new DEROctetString(new byte[keyLength]))));
        return generator
                .generate(
                        new CMSProcessableByteArray(new byte[100]),
                        new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())
                .getEncoded();
    }
}
