package io.billinghub.adapters.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.transport.RemoteFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store answers, and where its buckets lie. */
class ListingTest {

    private static final String PAGE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <Name>bills</Name><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
              <Contents><Key>a/b+c%2Bd.csv</Key><LastModified>2026-11-01T06:00:00.000Z</LastModified>
                <ETag>&quot;9b2c&quot;</ETag><Size>17</Size><Owner><ID>x</ID></Owner></Contents>
              <NextContinuationToken>1ueG&amp;==</NextContinuationToken>
            </ListBucketResult>
            """;

    private static Listing read(String answer) throws IOException {
        return Listing.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aPageNamesItsObjectsAndTheNextPage() throws IOException {
        Listing page = read(PAGE);

        assertThat(page.objects())
                .containsExactly(new RemoteFile("a/b c+d.csv", 17, Instant.parse("2026-11-01T06:00:00Z"), "\"9b2c\""));
        assertThat(page.next()).contains("1ueG&==");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>busy</html>",
                "<ListBucketResult><Contents><Key>a</Key>",
                "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
                "<ListBucketResult><Contents><Size>many</Size></Contents></ListBucketResult>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><ListBucketResult><Contents><Key>&e;</Key></Contents>"
                        + "</ListBucketResult>"
            })
    void whatIsNoWholePageIsNone(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.eu-north-1.amazonaws.com, virtual-host, https://bills.s3.eu-north-1.amazonaws.com/",
        "https://s3.eu-north-1.amazonaws.com/, path, https://s3.eu-north-1.amazonaws.com/bills/",
        "http://127.0.0.1:9000/s3, path, http://127.0.0.1:9000/s3/bills/",
        "https://store.example:9000, virtual-host, https://bills.store.example:9000/"
    })
    void aBucketIsAPartOfTheHostOrOfThePath(String endpoint, String addressing, String root) throws IOException {
        assertThat(Bucket.root(new ObjectMapper()
                        .readTree("{\"endpoint\": \"" + endpoint + "\", \"addressing\": \"" + addressing
                                + "\", \"bucket\": \"bills\"}")))
                .isEqualTo(root);
    }
}
