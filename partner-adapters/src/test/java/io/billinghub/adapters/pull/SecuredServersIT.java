package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.AdapterError;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** TLS that begins behind a word in the clear, whose certificate must be the one that is trusted; and buckets that are hosts. */
@ResourceLock(JdbcTestServer.DATABASE)
class SecuredServersIT {

    private static Pulling pulling;
    private static TestCertificate certificate;
    private static TestCertificate other;

    @BeforeAll
    static void start() {
        pulling = new Pulling("adapters_secured");
        certificate = TestCertificate.create("secured");
        other = TestCertificate.create("other");
    }

    @AfterAll
    static void stop() {
        pulling.close();
    }

    @BeforeEach
    void fresh() {
        pulling.hub.execute("update adapter_pull set failures = 0, leased_until = now(), cursor = null");
    }

    private static String trusting(TestCertificate trusted) {
        return ", \"trustedCertificate\": \"" + trusted.pem().replace("\n", "\\n") + "\"";
    }

    private static PullAdapter process(DocumentServer server) {
        return pulling.process(server.secrets(), "loopback");
    }

    @Test
    void rowsOfADatabaseComeByTlsFromTheOneThatIsTrusted() throws Exception {
        JdbcTestServer jdbc = new JdbcTestServer();
        try (TlsFront front = new TlsFront(jdbc.port(), certificate, TlsFront::postgres)) {
            String secured = jdbc.transport("secured")
                    .replace("\"port\": " + jdbc.relay().port(), "\"port\": " + front.port())
                    .replace(", \"tls\": \"none\"", "");
            jdbc.put("secured", "J-1", 3);

            pulling.adapter(secured.replace("}", trusting(other) + "}"));
            assertThat(pulling.refusal(process(jdbc)))
                    .isIn(AdapterError.PARTNER_UNAVAILABLE, AdapterError.PARTNER_REFUSED);
            assertThat(front.secured()).isZero();

            pulling.adapter(secured.replace("}", trusting(certificate) + "}"));
            assertThat(pulling.pull(process(jdbc))).hasSize(1);
            assertThat(front.secured()).isPositive();
        } finally {
            jdbc.stop();
        }
    }

    @Test
    void mailsComeByStarttlsAndNeverInTheClear() throws Exception {
        ImapTestServer imap = new ImapTestServer();
        try (TlsFront front = new TlsFront(imap.plainPort(), ImapTestServer.CERTIFICATE, TlsFront::imap)) {
            imap.put("secured", "I-1", 2);
            String secured = imap.transport("secured", ", \"tls\": \"starttls\"");

            // the mailbox itself has no STARTTLS: the password is not said
            pulling.adapter(secured.replace("\"port\": " + imap.relay().port(), "\"port\": " + imap.plainPort()));
            assertThat(pulling.refusal(process(imap))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);

            pulling.adapter(secured.replace("\"port\": " + imap.relay().port(), "\"port\": " + front.port()));
            assertThat(pulling.pull(process(imap))).hasSize(1);
            assertThat(front.secured()).isPositive();
        } finally {
            imap.stop();
        }
    }

    /** By the name of the bucket before the host's, which for 127.0.0.1 needs no DNS: the bucket is 127.0.0, the host is 1. */
    @Test
    void aBucketMayBeAPartOfTheHostsName() throws IOException {
        S3TestServer s3 = new S3TestServer("127.0.0", "1");
        try {
            s3.put("october/2026-10/V-1.csv", Pulling.bill("V-1", 2));
            pulling.adapter(s3.transport("october")
                    .replace("http://127.0.0.1:", "http://1:")
                    .replace(", \"addressing\": \"path\"", ""));

            assertThat(pulling.pull(process(s3))).hasSize(1);
            assertThat(pulling.stored("V-1.csv")).isEqualTo(1);
        } finally {
            s3.stop();
        }
    }
}
