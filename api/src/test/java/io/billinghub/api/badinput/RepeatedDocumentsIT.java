package io.billinghub.api.badinput;

import static io.billinghub.api.badinput.BadDocuments.csv;
import static io.billinghub.api.badinput.BadDocuments.row;
import static io.billinghub.api.badinput.BadDocuments.utf8;
import static io.billinghub.api.badinput.BadInputHub.CSV;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.HubCalls.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Documents that come twice, or at once, are taken in once. */
@ExtendWith(BadInputHub.Shared.class)
class RepeatedDocumentsIT {

    private final BadInputHub hub;

    RepeatedDocumentsIT(BadInputHub hub) {
        this.hub = hub;
    }

    @Test
    void theSameDocumentTwiceIsTakenInOnce() throws Exception {
        byte[] content = utf8(csv("TWICE", row("1", "11.07")));

        JsonNode first = hub.push(CSV, content, Map.of()).expect(201);
        JsonNode second = hub.push(CSV, content, Map.of()).expect(200);

        assertThat(second.path("duplicate").asBoolean()).isTrue();
        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(hub.accepted("TWICE")).isEqualTo(1);
    }

    @Test
    void theSameDocumentEightTimesAtOnceIsTakenInOnce() throws Exception {
        byte[] content = utf8(csv("EIGHT", row("1", "12.07"), row("2", "13.07")));

        List<Reply> replies = atOnce(8, i -> hub.push(CSV, content, Map.of()));

        assertThat(replies.stream().map(Reply::status).sorted())
                .containsExactly(200, 200, 200, 200, 200, 200, 200, 201);
        assertThat(replies.stream()
                        .map(reply -> reply.json().path("id").asText())
                        .distinct())
                .hasSize(1);
        assertThat(hub.accepted("EIGHT")).isEqualTo(2);
    }

    @Test
    void oneKeyFourTimesAtOnceIsTakenInOnce() throws Exception {
        byte[] content = utf8(csv("KEYED", row("1", "14.07")));

        List<Reply> replies = atOnce(4, i -> hub.push(CSV, content, Map.of("Idempotency-Key", "keyed-1")));

        assertThat(replies.stream().map(Reply::status)).allMatch(status -> status == 200 || status == 201);
        assertThat(hub.accepted("KEYED")).isEqualTo(1);
    }

    @Test
    void ofTwoDocumentsWithOneNumberAtOnceOneIsRefused() throws Exception {
        List<Reply> replies =
                atOnce(2, i -> hub.push(CSV, utf8(csv("SAME-NUMBER", row("1", (i + 15) + ".07"))), Map.of()));

        assertThat(replies.stream().map(Reply::status)).containsExactlyInAnyOrder(201, 422);
        Reply refused = replies.get(replies.get(0).status() == 422 ? 0 : 1);
        assertThat(refused.json().path("findings").path(0).path("ruleCode").asText())
                .isEqualTo("DUPLICATE_DOCUMENT_NUMBER");
        assertThat(hub.accepted("SAME-NUMBER")).isEqualTo(1);
    }

    @Test
    void aKeyIsForOneBody() {
        Map<String, String> key = Map.of("Idempotency-Key", "one-body");
        byte[] content = utf8(csv("KEY-1", row("1", "1.00")));

        JsonNode first = hub.push(CSV, content, key).expect(201);
        Reply other = hub.push(CSV, utf8(csv("KEY-2", row("1", "1.00"))), key);

        assertThat(hub.push(CSV, content, key).expect(201)).isEqualTo(first);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    private interface Call {
        Reply of(int number);
    }

    private static List<Reply> atOnce(int count, Call call) {
        List<CompletableFuture<Reply>> replies = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.of(i), command -> new Thread(command).start()))
                .toList();
        return replies.stream().map(CompletableFuture::join).toList();
    }
}
