package io.billinghub.api.tmf630.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.Wire;
import io.billinghub.api.tmf630.KeptJson;
import java.util.Map;
import java.util.TreeMap;

/** Requests for the resources of one path, as one user. */
record ResourceCalls(String path, String user) {

    static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String JSON = "application/json";

    ResourceCalls as(String other) {
        return new ResourceCalls(path, other);
    }

    /** Creates it and gives it as it is shown. */
    ObjectNode create(ObjectNode body) {
        return post(body).expected(201).json();
    }

    Reply post(ObjectNode body) {
        return post(JSON, body.toString());
    }

    Reply post(String type, String body) {
        return send("POST", "", Map.of("Content-Type", type), body);
    }

    /** A request that has one effect however often it is sent. */
    Reply keyed(String key, ObjectNode body) {
        return send("POST", "", Map.of("Content-Type", JSON, "Idempotency-Key", key), body.toString());
    }

    Reply patch(String id, String type, String body) {
        return send("PATCH", "/" + id, Map.of("Content-Type", type), body);
    }

    Reply patch(String id, String type, String body, String ifMatch) {
        return send("PATCH", "/" + id, Map.of("Content-Type", type, "If-Match", ifMatch), body);
    }

    Reply delete(String id) {
        return send("DELETE", "/" + id, Map.of(), null);
    }

    Reply get(String id) {
        return send("GET", "/" + id, Map.of(), null);
    }

    /** @param query what follows the question mark, encoded */
    Reply list(String query) {
        return send("GET", query.isEmpty() ? "" : "?" + query, Map.of(), null);
    }

    /** How many a list has that is asked for so. */
    int count(String query) {
        return list(query).expected(200).list().size();
    }

    private Reply send(String method, String below, Map<String, String> headers, String body) {
        String token = HubFixture.token(user);
        return new Reply(
                method + " " + path + below,
                Wire.hub().send(method, path + below, token, new TreeMap<>(headers), body));
    }

    /** An answer, with numbers as exact as they were sent. */
    record Reply(String request, Wire.Answer answer) {

        Reply expected(int status) {
            assertThat(answer.status()).as(request + ": " + answer.text()).isEqualTo(status);
            return this;
        }

        int status() {
            return answer.status();
        }

        String header(String name) {
            return answer.header(name);
        }

        String text() {
            return answer.text();
        }

        ObjectNode json() {
            return KeptJson.read(answer.text());
        }

        ArrayNode list() {
            return (ArrayNode)
                    KeptJson.read("{\"list\": " + answer.text() + "}").get("list");
        }
    }
}
