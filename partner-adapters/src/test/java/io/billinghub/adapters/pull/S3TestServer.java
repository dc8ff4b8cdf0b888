package io.billinghub.adapters.pull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** S3Proxy, which checks each signature; the place is a prefix of the one bucket. */
final class S3TestServer implements DocumentServer {

    private static final String BUCKET = "bills";

    private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
    private final S3Proxy server;
    private final Relay relay;

    S3TestServer() throws IOException {
        try {
            objects.createContainer(BUCKET);
            server = S3Proxy.builder()
                    .blobStore(objects)
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V4, "HUBKEY", "right")
                    .build();
            server.start();
            relay = new Relay(server.getPort());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public String transport(String place) {
        return "{\"type\": \"s3\", \"endpoint\": \"http://127.0.0.1:" + relay.port()
                + "\", \"addressing\": \"path\", \"bucket\": \"" + BUCKET
                + "\", \"accessKey\": \"HUBKEY\", \"credential\": \"secret:password\", \"prefix\": \"" + place + "/\"}";
    }

    @Override
    public Map<String, String> secrets() {
        return Map.of("password", "right");
    }

    @Override
    public String put(String place, String number, int lines) {
        put(place + "/2026-10/" + number + " +ü.csv", Pulling.bill(number, lines));
        return number + " +ü.csv";
    }

    void put(String key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        objects.putBlob(
                PutObjectRequest.builder()
                        .bucket(BUCKET)
                        .key(key)
                        .contentType("text/csv")
                        .contentLength((long) bytes.length)
                        .build(),
                new ByteArrayInputStream(bytes));
    }

    @Override
    public void putAgain(String place, String number, int lines) {
        put(place + "/copies/" + number + ".csv", Pulling.bill(number, lines));
    }

    boolean holds(String key) {
        return objects.blobExists(BUCKET, key);
    }

    void remove(String key) {
        objects.removeBlob(BUCKET, key);
    }

    @Override
    public void stop() throws IOException {
        relay.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
