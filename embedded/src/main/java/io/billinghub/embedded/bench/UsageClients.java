package io.billinghub.embedded.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.keycloak.DemoTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends batches from several clients at once; each waits for an answer before it sends its next batch. */
final class UsageClients {
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final String SENDER = "billing-operative";
    private static final int BUSY = 429;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI address;
    private final DemoTokens tokens;
    private final UsageSize size;

    UsageClients(String baseUrl, DemoTokens tokens, UsageSize size) {
        this.address = URI.create(baseUrl + "/hub/v1/partners/cloud/usage-events");
        this.tokens = tokens;
        this.size = size;
    }

    /**
     * What became of the batches.
     *
     * @param nanos of each request, in ascending order
     * @param busy answers that asked to send the batch again
     */
    record Sent(long accepted, long duplicates, long refused, double seconds, long[] nanos, int busy) {
        /** Milliseconds within which the part of the requests was answered. */
        double millis(double part) {
            return nanos[(int) Math.min(nanos.length - 1, Math.round(part * nanos.length))] / 1e6;
        }
    }

    /** Sends all of them, in their order as far as there are several clients. */
    Sent send(List<byte[]> bodies) throws InterruptedException {
        String token = tokens.token(SENDER);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger busy = new AtomicInteger();
        AtomicLong accepted = new AtomicLong();
        AtomicLong duplicates = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        long[] nanos = new long[bodies.size()];
        ExecutorService clients = Executors.newFixedThreadPool(size.clients());
        long begin = System.nanoTime();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < size.clients(); client++) {
                all.add(clients.submit(() -> {
                    for (int mine = next.getAndIncrement(); mine < nanos.length; mine = next.getAndIncrement()) {
                        long sent = System.nanoTime();
                        JsonNode answer = answer(token, bodies.get(mine), busy);
                        nanos[mine] = System.nanoTime() - sent;
                        accepted.addAndGet(answer.path("accepted").asLong());
                        duplicates.addAndGet(answer.path("duplicates").asLong());
                        refused.addAndGet(answer.path("refused").asLong());
                    }
                    return null;
                }));
            }
            for (Future<?> client : all) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new EmbeddedServicesException(
                    "A client failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            clients.shutdownNow();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(nanos);
        return new Sent(accepted.get(), duplicates.get(), refused.get(), seconds, nanos, busy.get());
    }

    private JsonNode answer(String token, byte[] body, AtomicInteger busy) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(AT_MOST)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (size.packed()) {
            request.header("Content-Encoding", "gzip");
        }
        while (true) {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return json.readTree(response.body());
            }
            if (response.statusCode() != BUSY) {
                throw new EmbeddedServicesException("the hub answered " + response.statusCode() + " "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            busy.incrementAndGet();
        }
    }
}
