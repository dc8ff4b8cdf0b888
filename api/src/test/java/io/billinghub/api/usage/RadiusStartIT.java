package io.billinghub.api.usage;

import static io.billinghub.api.account.AccountSamples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The application receives RADIUS accounting where a port is set, with secrets of its configuration. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RadiusStartIT {

    private static final int ATTEMPTS = 40;
    private static final String SECRET = "s3cret-of-a-nas";

    @Test
    void aRequestOfAKnownNasIsAnswered() throws Exception {
        DemoData.load();
        Tmf.as("marketplace-admin")
                .contentType("application/json")
                .body(json("""
                        {"key": "radius-start", "partner": "sensate", "agreement": "sensate-resale", "kind": "USAGE",
                         "transport": {"type": "radius", "clients": [{"address": "127.0.0.1", "secret": "secret:nas"}], "account": "User-Name",
                                       "usage": [{"counter": "OCTETS", "unit": "kB", "per": 1000}]}}
                        """))
                .put("/hub/v1/adapters/radius-start")
                .then()
                .statusCode(200);

        // a NAS sends again until it is answered; the process knows the adapter when it has looked for changes
        byte[] request = request();
        byte[] answer = null;
        for (int attempt = 0; answer == null && attempt < ATTEMPTS; attempt++) {
            answer = answer(request);
        }

        assertThat(answer).isNotNull();
        assertThat(answer[0]).isEqualTo((byte) 5);
        byte[] signed = answer.clone();
        System.arraycopy(request, 4, signed, 4, 16);
        assertThat(Arrays.copyOfRange(answer, 4, 20)).isEqualTo(md5(signed));
    }

    private static byte[] answer(byte[] request) throws IOException {
        int port = ConfigProvider.getConfig().getValue("hub.radius.port", Integer.class);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(500);
            socket.send(new DatagramPacket(request, request.length, InetAddress.getByName("127.0.0.1"), port));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        } catch (SocketTimeoutException none) {
            return null;
        }
    }

    /** RFC 2866: a Start, whose authenticator is the MD5 of the packet with zeros in its place, and the secret. */
    private static byte[] request() throws Exception {
        ByteArrayOutputStream attributes = new ByteArrayOutputStream();
        attribute(attributes, 40, ByteBuffer.allocate(4).putInt(1).array());
        attribute(attributes, 44, "start-it".getBytes(StandardCharsets.US_ASCII));
        attribute(attributes, 1, "nobody".getBytes(StandardCharsets.US_ASCII));
        byte[] packet = ByteBuffer.allocate(20 + attributes.size())
                .put((byte) 4)
                .put((byte) 9)
                .putShort((short) (20 + attributes.size()))
                .put(new byte[16])
                .put(attributes.toByteArray())
                .array();
        System.arraycopy(md5(packet), 0, packet, 4, 16);
        return packet;
    }

    private static void attribute(ByteArrayOutputStream attributes, int type, byte[] value) {
        attributes.write(type);
        attributes.write(2 + value.length);
        attributes.writeBytes(value);
    }

    private static byte[] md5(byte[] packet) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        digest.update(packet);
        return digest.digest(SECRET.getBytes(StandardCharsets.US_ASCII));
    }
}
