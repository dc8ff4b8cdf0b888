package io.billinghub.adapters.transport.s3;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.RemoteFile;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.adapters.transport.WholeStream;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * The calls of one pull to one bucket, each signed by AWS Signature Version 4. The signer is Amazon's own, the connections are the
 * hub's. Redirects are not followed: they would lead to another region or host than the descriptor says.
 */
final class Bucket {

    private static final int MOST_ERROR_BYTES = 1 << 14;
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,100})</Code>");
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private final PullSession session;
    private final CloseableHttpClient client;
    private final AwsCredentialsIdentity identity;
    private final String region;
    private final String root;

    Bucket(PullSession session, CloseableHttpClient client) {
        JsonNode options = session.options();
        this.session = session;
        this.client = client;
        this.region = options.path("region").asText("us-east-1");
        this.root = root(options);
        String secret = session.secret(options.path("credential").asText());
        String id = options.path("accessKey").asText();
        this.identity = options.has("sessionToken")
                ? AwsSessionCredentialsIdentity.create(
                        id, secret, session.secret(options.path("sessionToken").asText()))
                : AwsCredentialsIdentity.create(id, secret);
    }

    /** Takes an object's bytes while the connection is open. */
    @FunctionalInterface
    interface Reader {
        void read(String contentType, InputStream content) throws IOException;
    }

    /** The bucket's address, with a slash at its end. */
    static String root(JsonNode options) {
        URI endpoint = URI.create(options.path("endpoint").asText().replaceFirst("/+$", ""));
        String bucket = options.path("bucket").asText();
        if ("path".equals(options.path("addressing").asText("virtual-host"))) {
            return endpoint + "/" + bucket + "/";
        }
        return endpoint.getScheme() + "://" + bucket + "." + endpoint.getAuthority() + endpoint.getRawPath() + "/";
    }

    /** The bucket without secrets, for messages. */
    String shown() {
        return root;
    }

    /**
     * One page.
     *
     * @param after key behind which the first page begins, or null
     * @param token of the page before, or null
     */
    Listing list(String prefix, String after, String token, int most) throws IOException {
        Map<String, String> query = new TreeMap<>();
        query.put("list-type", "2");
        query.put("encoding-type", "url");
        query.put("max-keys", String.valueOf(most));
        query.put("prefix", prefix);
        if (token != null) {
            query.put("continuation-token", token);
        } else if (after != null) {
            query.put("start-after", after);
        }
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) ->
                text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value)));
        return call(SdkHttpMethod.GET, URI.create(root + text), Map.of(), response -> {
            refuseUnlessGood(response);
            return Listing.read(content(response));
        });
    }

    /** Reads the object as it was listed; false if it is not there any more, or another one is in its place. */
    boolean read(RemoteFile object, Reader reader) throws IOException {
        Map<String, String> headers = object.tag().isEmpty() ? Map.of() : Map.of("If-Match", object.tag());
        return call(SdkHttpMethod.GET, url(object.name()), headers, response -> {
            if (response.getCode() == 412
                    || response.getCode() == 404 && error(response).equals("NoSuchKey")) {
                return false;
            }
            refuseUnlessGood(response);
            String type = Optional.ofNullable(response.getFirstHeader("Content-Type"))
                    .map(Header::getValue)
                    .orElse(null);
            reader.read(type, new WholeStream(content(response), object.size()));
            return true;
        });
    }

    void delete(String key) throws IOException {
        call(SdkHttpMethod.DELETE, url(key), Map.of(), response -> {
            refuseUnlessGood(response);
            return null;
        });
    }

    private URI url(String key) {
        return URI.create(root + encoded(key).replace("%2F", "/"));
    }

    /** By RFC 3986, as signatures want it. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @FunctionalInterface
    private interface Answer<T> {
        T of(ClassicHttpResponse response) throws IOException;
    }

    private <T> T call(SdkHttpMethod method, URI url, Map<String, String> headers, Answer<T> answer)
            throws IOException {
        SdkHttpRequest.Builder plain = SdkHttpRequest.builder().method(method).uri(url);
        headers.forEach(plain::putHeader);
        SdkHttpRequest signed = SIGNER.sign(sign -> sign.identity(identity)
                        .request(plain.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
        ClassicRequestBuilder request =
                ClassicRequestBuilder.create(method.name()).setUri(url);
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) { // the client sets it to the same
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        return client.execute(request.build(), answer::of);
    }

    private void refuseUnlessGood(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (status >= 200 && status < 300) {
            return;
        }
        boolean later = status >= 500 || status == 429 || status == 408;
        if (later) {
            Optional.ofNullable(response.getFirstHeader("Retry-After"))
                    .map(Header::getValue)
                    .flatMap(value -> TransportFailure.retryAfter(value, session.now()))
                    .ifPresent(session::retryAfter);
        }
        String code = error(response);
        throw new HubException(
                later ? AdapterError.PARTNER_UNAVAILABLE : AdapterError.PARTNER_REFUSED,
                root + " answered with status " + status + (code.isEmpty() ? "" : " " + code));
    }

    /** The store's own code of an error; empty where it gives none. */
    private static String error(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null || entity.getContent() == null) {
            return "";
        }
        Matcher code =
                CODE.matcher(new String(entity.getContent().readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8));
        return code.find() ? code.group(1) : "";
    }

    private static InputStream content(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null || entity.getContent() == null) {
            throw new IOException("the answer has no body");
        }
        return entity.getContent();
    }
}
