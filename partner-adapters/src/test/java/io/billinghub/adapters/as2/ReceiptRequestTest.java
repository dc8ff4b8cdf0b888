package io.billinghub.adapters.as2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the header Disposition-Notification-Options asks for, as RFC 4130, 7.3, has it; and which algorithms are strong enough. */
class ReceiptRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none                                                                                    | false | sha-256 | SHA-256 | none",
                "signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, sha1, md5     | true  | sha-256 | SHA-256 | none",
                "signed-receipt-protocol=optional,pkcs7-signature;signed-receipt-micalg=optional,sha-512,sha1     | true  | sha-512 | SHA-512 | none",
                "SIGNED-RECEIPT-PROTOCOL=required, PKCS7-signature; signed-receipt-micalg=required, SHA256        | true  | sha256  | SHA-256 | none",
                "signed-receipt-protocol=required, pgp-signature                                         | false | sha-256 | SHA-256 | unsupported format",
                "signed-receipt-protocol=optional, pgp-signature                                         | false | sha-256 | SHA-256 | none",
                "signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=required, md5  | true  | sha-256 | SHA-256 | unsupported MIC-algorithms",
            })
    void itSaysHowTheReceiptIsSigned(String options, boolean signed, String micalg, String digest, String unmet) {
        Map<String, String> headers = options == null
                ? Map.of("Disposition-Notification-To", "x")
                : Map.of("Disposition-Notification-To", "x", "Disposition-Notification-Options", options);

        ReceiptRequest request = ReceiptRequest.of(headers::get, new Algorithms(Set.of()));

        assertThat(request.wanted()).isTrue();
        assertThat(request.signed()).isEqualTo(signed);
        assertThat(request.micalg()).isEqualTo(micalg);
        assertThat(request.digest()).isEqualTo(digest);
        assertThat(request.unmet().orElse(null)).isEqualTo(unmet);
    }

    /** OIDs of AES-128-CBC, AES-256-CBC, AES-128-ECB, DES-EDE3-CBC, RC2-CBC. */
    @ParameterizedTest
    @CsvSource({
        "2.16.840.1.101.3.4.1.2, true, true",
        "2.16.840.1.101.3.4.1.42, true, true",
        "2.16.840.1.101.3.4.1.1, false, false",
        "1.2.840.113549.3.7, false, true",
        "1.2.840.113549.3.2, false, false"
    })
    void weakCiphersAreReadWhereTheyAreAgreed(String oid, boolean always, boolean agreed) {
        assertThat(new Algorithms(Set.of()).allowsEncryption(oid)).isEqualTo(always);
        assertThat(new Algorithms(Set.of("3des")).allowsEncryption(oid)).isEqualTo(agreed);
    }

    @ParameterizedTest
    @CsvSource({"sha-1, false, true", "SHA1, false, true", "md5, false, false", "sha-384, true, true"})
    void weakDigestsAreUsedWhereTheyAreAgreed(String micalg, boolean always, boolean agreed) {
        assertThat(new Algorithms(Set.of()).digest(micalg).isPresent()).isEqualTo(always);
        assertThat(new Algorithms(Set.of("sha1")).digest(micalg).isPresent()).isEqualTo(agreed);
    }
}
