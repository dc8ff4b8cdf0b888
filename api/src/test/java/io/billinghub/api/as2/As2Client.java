package io.billinghub.api.as2;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Security;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.component.as2.api.AS2ClientConnection;
import org.apache.camel.component.as2.api.AS2ClientManager;
import org.apache.camel.component.as2.api.AS2CompressionAlgorithm;
import org.apache.camel.component.as2.api.AS2EncryptionAlgorithm;
import org.apache.camel.component.as2.api.AS2MessageStructure;
import org.apache.camel.component.as2.api.AS2SignatureAlgorithm;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A partner's AS2 station, by Camel's client; for tests. */
final class As2Client {

    static {
        // Camel's client asks for it by name; the hub does not register it
        Security.addProvider(new BouncyCastleProvider());
    }

    private final String from;
    private final String to;
    private final As2Keys own;
    private final As2Keys host;

    /** @param host whose certificate messages are encrypted for */
    As2Client(String from, String to, As2Keys own, As2Keys host) {
        this.from = from;
        this.to = to;
        this.own = own;
        this.host = host;
    }

    /** How a message is made. */
    record Style(AS2MessageStructure structure, AS2SignatureAlgorithm signature, AS2EncryptionAlgorithm encryption) {
        static Style of(AS2MessageStructure structure) {
            return new Style(structure, AS2SignatureAlgorithm.SHA256WITHRSA, AS2EncryptionAlgorithm.AES128_CBC);
        }
    }

    /** What went over the wire. */
    record Exchange(ClassicHttpRequest request, ClassicHttpResponse response) {}

    /** A message that was caught, to be sent as it is or changed. */
    record Caught(Map<String, String> headers, byte[] body) {}

    Exchange send(int port, String path, String document, Style style) {
        try {
            AS2ClientConnection connection = new AS2ClientConnection(
                    "1.2",
                    "station",
                    "station.example",
                    "localhost",
                    port,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    2,
                    Duration.ofSeconds(30),
                    null,
                    null);
            HttpCoreContext done = new AS2ClientManager(connection)
                    .send(
                            document,
                            path,
                            "Bill",
                            "billing@station.example",
                            from,
                            to,
                            style.structure(),
                            "application/edi-consent",
                            "UTF-8",
                            null,
                            style.signature(),
                            own.chain(),
                            own.pair().getPrivate(),
                            AS2CompressionAlgorithm.ZLIB,
                            "billing@station.example",
                            "sha256",
                            style.encryption(),
                            host.chain(),
                            "bill.csv",
                            null,
                            null,
                            null,
                            null);
            return new Exchange(
                    (ClassicHttpRequest) done.getAttribute(AS2ClientManager.HTTP_REQUEST),
                    (ClassicHttpResponse) done.getAttribute(AS2ClientManager.HTTP_RESPONSE));
        } catch (HttpException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The message that the station would send. */
    Caught caught(String path, String document, Style style) {
        CompletableFuture<Caught> caught = new CompletableFuture<>();
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            server.createContext("/", exchange -> {
                Map<String, String> headers = new LinkedHashMap<>();
                exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
                caught.complete(new Caught(headers, exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            try {
                send(server.getAddress().getPort(), path, document, style);
            } catch (RuntimeException answerWithoutReceipt) {
                if (!caught.isDone()) {
                    throw answerWithoutReceipt;
                }
            } finally {
                server.stop(0);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return caught.join();
    }
}
