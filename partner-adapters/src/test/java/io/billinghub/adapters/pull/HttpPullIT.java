package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.billinghub.adapters.AdapterError;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How partners' HTTP interfaces are asked, with real servers: pages, cursors, exports, and who the hub says that it is. */
class HttpPullIT {

    private static Pulling pulling;
    private static HttpPartner partner;

    @BeforeAll
    static void start() throws IOException {
        pulling = new Pulling("adapters_http");
        partner = new HttpPartner();
    }

    @AfterAll
    static void stop() {
        partner.close();
        pulling.close();
    }

    @BeforeEach
    void forget() {
        partner.forget();
    }

    private static PullAdapter process() {
        return pulling.process(
                Map.of("key", "k3y", "login", "hub:pw", "client", "client:s3cret", "wrong", "client:wrong"),
                "loopback");
    }

    private static void adapter(String path, String options) {
        pulling.adapter("{\"type\": \"http\", \"url\": \"" + partner.url(path) + "\"" + options + "}");
    }

    private static int pulled() {
        return pulling.pull(process()).size();
    }

    @Test
    void pagesAreCountedUntilOneIsEmpty() {
        adapter("/numbered?size=1", ", \"paging\": {\"by\": \"page\"}, \"items\": \"/items\"");

        assertThat(pulled()).isEqualTo(3);
        assertThat(partner.asked)
                .containsExactly(
                        "/numbered?size=1&page=1",
                        "/numbered?size=1&page=2",
                        "/numbered?size=1&page=3",
                        "/numbered?size=1&page=4");
        assertThat(pulling.stored("numbered%")).isEqualTo(3);
    }

    @Test
    void offsetsGrowByTheLimit() {
        adapter(
                "/offset",
                ", \"paging\": {\"by\": \"offset\", \"parameter\": \"start\", \"limit\": 10, \"limitParameter\": \"n\"}, "
                        + "\"items\": \"/items\"");

        assertThat(pulled()).isEqualTo(2);
        assertThat(partner.asked)
                .containsExactly("/offset?start=0&n=10", "/offset?start=10&n=10", "/offset?start=20&n=10");
    }

    @Test
    void theLinkHeaderIsFollowed() {
        adapter("/linked", ", \"paging\": {\"by\": \"link\"}");

        assertThat(pulled()).isEqualTo(2);
        assertThat(partner.asked).containsExactly("/linked", "/linked?p=2");
    }

    @Test
    void theTokenOfAnAnswerIsSentForTheNextPage() {
        adapter("/body", ", \"paging\": {\"by\": \"body\", \"next\": \"/next\", \"parameter\": \"token\"}");

        assertThat(pulled()).isEqualTo(2);
        assertThat(partner.asked).containsExactly("/body", "/body?token=two%2F2");
    }

    @Test
    void pagesThatGoRoundInACircleAreGivenUp() {
        adapter("/circle", ", \"paging\": {\"by\": \"body\", \"next\": \"/next\"}");

        assertThat(pulling.refusal(process())).isEqualTo(AdapterError.PARTNER_REFUSED);
    }

    @Test
    void theCursorOfTheLastAnswerIsSentByTheNextPull() {
        adapter(
                "/changes?since={cursor}&from={from}&to={to}",
                ", \"incremental\": {\"cursor\": \"/cursor\", \"initial\": \"0\"}, \"items\": \"/items\", "
                        + "\"period\": {\"unit\": \"month\"}");

        assertThat(pulled()).isEqualTo(1);
        assertThat(pulled()).isZero();
        // 1 November 2026: October is over
        assertThat(partner.asked)
                .containsExactly(
                        "/changes?since=0&from=2026-10-01&to=2026-11-01",
                        "/changes?since=7%268&from=2026-10-01&to=2026-11-01");
    }

    @Test
    void documentsThatAListLinksToAreFetchedAndCredentialsStayWithThePartner() {
        adapter(
                "/list",
                ", \"credential\": \"secret:key\", \"headers\": {\"X-Token\": \"mine\"}, "
                        + "\"documents\": {\"links\": \"/bills\", \"url\": \"/href\", \"name\": \"/id\"}");

        assertThat(pulled()).isOne();
        assertThat(pulling.stored("X-1")).isOne();
        assertThat(partner.asked).containsExactly("/list Authorization: Bearer k3y X-Token: mine", "/file?n=1");
    }

    @Test
    void aRedirectIsFollowedWithoutTheCredential() {
        adapter("/moved", ", \"credential\": \"secret:key\"");

        assertThat(pulled()).isOne();
        assertThat(partner.asked).containsExactly("/moved Authorization: Bearer k3y", "/file?n=2");
    }

    @Test
    void aRedirectToAnInternalAddressIsNotFollowed() {
        adapter("/to-internal", "");

        assertThat(pulling.refusal(process())).isEqualTo(AdapterError.TARGET_REFUSED);
    }

    @Test
    void aTokenIsBoughtOnceAndAgainWhenItIsNotBelievedAnyMore() {
        adapter(
                "/protected",
                ", \"credential\": \"secret:client\", \"authentication\": \"oauth2\", \"oauth2\": {\"tokenUrl\": \""
                        + partner.url("/token") + "\", \"scope\": \"bills\"}");
        PullAdapter process = process();
        int before = partner.tokens.get();

        assertThat(pulling.pull(process)).hasSize(1);
        assertThat(pulling.pull(process)).hasSize(1);
        assertThat(partner.tokens.get()).isEqualTo(before + 1);

        partner.tokens.incrementAndGet(); // the server has forgotten the one that it gave
        assertThat(pulling.pull(process)).hasSize(1);
        assertThat(partner.tokens.get()).isEqualTo(before + 3);
    }

    @Test
    void aTokenServerIsHeldToTheSameRules() {
        String oauth2 = ", \"authentication\": \"oauth2\", \"oauth2\": {\"scope\": \"bills\", \"tokenUrl\": \"";
        adapter("/protected", ", \"credential\": \"secret:wrong\"" + oauth2 + partner.url("/token") + "\"}");
        assertThat(pulling.refusal(process())).isEqualTo(AdapterError.PARTNER_REFUSED);

        adapter("/protected", ", \"credential\": \"secret:client\"" + oauth2 + "http://10.0.0.1/token\"}");
        assertThat(pulling.refusal(process())).isEqualTo(AdapterError.TARGET_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"authentication\": \"basic\", \"credential\": \"secret:login\"|/who Authorization: Basic aHViOnB3",
                "\"authentication\": \"bearer\", \"credential\": \"secret:key\"|/who Authorization: Bearer k3y",
                "\"authentication\": \"api-key\", \"credential\": \"secret:key\"|/who X-Api-Key: k3y",
                "\"authentication\": \"api-key\", \"credential\": \"secret:key\", \"apiKey\": {\"header\": \"X-Token\"}|/who X-Token: k3y",
                "\"authentication\": \"api-key\", \"credential\": \"secret:key\", \"apiKey\": {\"query\": \"key\"}|/who?key=k3y",
            })
    void theSecretIsSentAsTheDescriptorSays(String row) {
        String[] cells = row.split("\\|", -1);
        adapter("/who", ", " + cells[0]);

        assertThat(pulled()).isOne();
        assertThat(partner.asked).containsExactly(cells[1]);
    }

    @Test
    void anExportIsStartedWaitedForAndDownloaded() {
        adapter(
                "/export",
                ", \"period\": {\"unit\": \"month\"}, \"export\": {\"body\": {\"month\": \"{from}\"}, \"state\": \"/state\", "
                        + "\"done\": [\"DONE\"], \"download\": \"/file\", \"every\": \"PT0.01S\"}");

        assertThat(pulled()).isOne();
        assertThat(partner.looks).hasValue(3);
        assertThat(partner.asked).containsExactly("POST {\"month\":\"2026-10-01\"}", "/who?file=1");
    }

    @Test
    void anExportThatFailsOrNeverEndsIsGivenUp() {
        adapter(
                "/failing-export",
                ", \"export\": {\"state\": \"/state\", \"done\": [\"DONE\"], \"failed\": [\"FAILED\"]}");
        assertThat(pulling.refusal(process())).isEqualTo(AdapterError.PARTNER_REFUSED);

        adapter(
                "/export",
                ", \"export\": {\"state\": \"/state\", \"done\": [\"NEVER\"], \"every\": \"PT0.01S\", \"atMost\": \"PT0.05S\"}");
        assertThat(pulling.refusal(process())).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
    }

    @Test
    void anAnswerWithoutContentIsNoDocument() {
        adapter("/nothing", "");

        assertThat(pulled()).isZero();
        assertThat(pulling.state().state()).isEqualTo("DONE");
    }

    @Test
    void aPartnerThatAsksForACertificateGetsTheAdaptersOwn() throws Exception {
        TestCertificate server = TestCertificate.create("server");
        TestCertificate client = TestCertificate.create("client");
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(server), TestCertificate.PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("client", store(client).getCertificate("key"));
        trusted.init(clients);
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        https.createContext("/secure", exchange -> HttpPartner.answer(exchange, 200, Pulling.bill("S-1", 1)));
        https.start();
        try {
            String url = "{\"type\": \"http\", \"url\": \"https://127.0.0.1:"
                    + https.getAddress().getPort() + "/secure\", \"trustedCertificate\": \""
                    + server.pem().replace("\n", "\\n") + "\"";
            Map<String, String> secrets = Map.of(
                    "store",
                    Base64.getEncoder().encodeToString(Files.readAllBytes(client.keyStore())),
                    "store-password",
                    TestCertificate.PASSWORD);
            pulling.adapter(url + ", \"clientCertificate\": \"secret:store\", "
                    + "\"clientCertificatePassword\": \"secret:store-password\"}");
            assertThat(pulling.pull(pulling.process(secrets, "loopback"))).hasSize(1);

            pulling.adapter(url + "}");
            assertThat(pulling.refusal(pulling.process(secrets, "loopback")))
                    .isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
        } finally {
            https.stop(0);
        }
    }

    private static KeyStore store(TestCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate.keyStore())) {
            store.load(in, TestCertificate.PASSWORD.toCharArray());
        }
        return store;
    }
}
