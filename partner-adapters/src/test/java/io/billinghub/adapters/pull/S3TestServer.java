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

    private final String bucket;
    private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
    private final S3Proxy server;
    private final Relay relay;

    S3TestServer() throws IOException {
        this("bills", null);
    }

    /** @param host behind which buckets are parts of the host's name, or null */
    S3TestServer(String bucket, String host) throws IOException {
        this.bucket = bucket;
        try {
            objects.createContainer(bucket);
            S3Proxy.Builder builder = S3Proxy.builder()
                    .blobStore(objects)
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V4, "HUBKEY", "right");
            server = (host == null ? builder : builder.virtualHost(host)).build();
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
                + "\", \"addressing\": \"path\", \"bucket\": \"" + bucket
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
                        .bucket(bucket)
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
        return objects.blobExists(bucket, key);
    }

    void remove(String key) {
        objects.removeBlob(bucket, key);
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
