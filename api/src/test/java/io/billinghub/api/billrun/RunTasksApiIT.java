package io.billinghub.api.billrun;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks of stages as operators set and see them; in a cycle of the test's own, whose run begins long after the test. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RunTasksApiIT {

    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String PARKED =
            "{\"stage\": \"RATING\", \"when\": \"AFTER\", \"name\": \"Parked\", \"onFailure\": \"WARN\","
                    + " \"check\": {\"type\": \"BUILT_IN\", \"rule\": \"PARKED_SHARE\", \"most\": 2.5}}";
    private final String mark = UUID.randomUUID().toString();
    private final String template = "/hub/v1/bill-run-templates/" + mark;

    @BeforeEach
    void template() {
        DemoData.load();
        Tmf.as("marketplace-admin")
                .contentType("application/json")
                .body("""
                        {"name": "Run tasks", "key": "%s", "billingDateShift": 0, "paymentDueDateOffset": 21,
                         "openFrom": "2026-10-01T00:00:00Z"}
                        """.formatted(mark))
                .post("/tmf-api/accountManagement/v4/billingCycleSpecification")
                .then()
                .statusCode(201);
        put("billing-manager", template, null, "{\"name\": \"Checked\", \"cycle\": \"" + mark + "\"}")
                .statusCode(200);
    }

    private static ValidatableResponse put(String login, String path, String ifMatch, String body) {
        var request = Tmf.as(login).contentType("application/json").body(body);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .put(path)
                .then();
    }

    private static ValidatableResponse post(String login, String path, String body) {
        return Tmf.as(login)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    @Test
    void tasksAreSetTakenOverAndLeftAloneUntilTheyHaveFailed() {
        String tasks = template + "/tasks";
        put("billing-operative", tasks, null, "{\"tasks\": []}").statusCode(403);
        put("billing-manager", tasks, null, "{\"tasks\": [" + PARKED + "]}")
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("tasks[0].check.most", equalTo(2.5f));
        put("billing-manager", tasks, null, "{\"tasks\": []}").statusCode(428);
        put("billing-manager", tasks, "\"1\"", "{\"tasks\": [" + PARKED.replace("AFTER", "BEFORE") + "]}")
                .statusCode(422)
                .body("code", equalTo("TASKS_REFUSED"))
                .body("detail", containsString("/0: what the check looks at is not there yet"));
        put("billing-manager", tasks, "\"1\"", "{\"checks\": []}").statusCode(400);
        put("billing-manager", tasks + "x", "\"1\"", "{\"tasks\": []}").statusCode(404);
        String asked = PARKED.replaceAll(
                "\\{\"type.*}}", "{\"type\": \"HTTP\", \"method\": \"GET\", \"url\": \"https://check.example/\"}}");
        put("it-operative", tasks, "\"1\"", "{\"tasks\": [" + asked + "]}")
                .statusCode(403)
                .body("code", equalTo("TASKS_OF_MANAGERS"));
        put("it-operative", tasks, "\"1\"", "{\"tasks\": [" + asked + ", " + PARKED + "]}")
                .statusCode(200)
                .body("tasks[0].check.timeoutSeconds", equalTo(10));
        put("billing-manager", tasks, "\"2\"", "{\"tasks\": [" + PARKED + "]}").statusCode(200);
        Tmf.get("auditor", tasks).statusCode(200).header("ETag", "\"3\"");
        Tmf.get("it-operative", template + "-none/tasks").statusCode(404);

        String run = post("billing-operative", RUNS, """
                        {"cycle": "%1$s", "period": "2026-10-01", "startsAt": "2037-01-01T06:00:00Z", "template": "%1$s"}
                        """.formatted(mark))
                .statusCode(201)
                .body("template", equalTo(mark))
                .extract()
                .path("id");
        String task = Tmf.get("it-operative", RUNS + "/" + run + "/tasks")
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].status", equalTo("OPEN"))
                .body("items[0].attempts.size()", equalTo(0))
                .extract()
                .path("items[0].id");
        String path = RUNS + "/" + run + "/tasks/" + task;
        post("auditor", path + "/retry", "").statusCode(403);
        post("billing-operative", path + "/retry", "").statusCode(409).body("code", equalTo("TASK_STATE"));
        post("billing-operative", path + "/waive", "{\"reason\": \"x\"}").statusCode(403);
        post("billing-manager", path + "/waive", "{\"reason\": \"x\"}")
                .statusCode(409)
                .body("code", equalTo("TASK_STATE"));
        post("billing-manager", path + "/waive", "{\"reason\": \" \"}")
                .statusCode(422)
                .body("code", equalTo("REASON_MISSING"));
        post("billing-manager", path + "/waive", "{}").statusCode(400);
        post("billing-operative", RUNS + "/" + run + "/tasks/" + UUID.randomUUID() + "/retry", "")
                .statusCode(404);
        Tmf.get("partner", RUNS + "/" + run + "/tasks").statusCode(403);
        String sample = RUNS + "/" + run + "/sample";
        Tmf.get("finance", sample).statusCode(200).body("items.size()", equalTo(0));
        Tmf.get("it-operative", sample).statusCode(403);
        post("billing-operative", sample + "/" + UUID.randomUUID() + "/looked-at", "{\"note\": \"right\"}")
                .statusCode(404);
        post("billing-operative", sample + "/" + UUID.randomUUID() + "/looked-at", "{\"name\": \"x\"}")
                .statusCode(400);
        post("billing-operative", RUNS + "/" + run + "/cancel", "").statusCode(200);
        post("billing-operative", RUNS, """
                {"cycle": "%1$s", "period": "2026-10-01", "startsAt": "2037-01-01T06:00:00Z", "template": "none"}
                """.formatted(mark)).statusCode(422).body("code", equalTo("TEMPLATE_REFUSED"));
    }
}
