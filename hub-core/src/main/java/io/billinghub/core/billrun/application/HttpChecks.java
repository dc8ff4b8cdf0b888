package io.billinghub.core.billrun.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.core.billrun.infrastructure.BillRunReportSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.RunTaskSql;
import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.billrun.model.RunCheck.Finding;
import io.billinghub.core.notification.model.TargetAnswer;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * Checks that ask another system: it gets the run's figures without amounts, since whoever may attach such a check may not see them, and no
 * other secret of the tenant than those for tasks.
 */
@ApplicationScoped
public class HttpChecks {

    private static final String SECRET = "secret:";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TenantTransaction transactions;
    private final RunTaskSql tasks;
    private final BillRunReportSql reports;
    private final CheckedSystem system;
    private final Function<String, Optional<String>> configuration;

    @Inject
    public HttpChecks(
            TenantTransaction transactions,
            RunTaskSql tasks,
            BillRunReportSql reports,
            CheckedSystem system,
            Config configuration) {
        this(transactions, tasks, reports, system, key -> configuration.getOptionalValue(key, String.class));
    }

    HttpChecks(
            TenantTransaction transactions,
            RunTaskSql tasks,
            BillRunReportSql reports,
            CheckedSystem system,
            Function<String, Optional<String>> configuration) {
        this.transactions = transactions;
        this.tasks = tasks;
        this.reports = reports;
        this.system = system;
        this.configuration = configuration;
    }

    private record Question(String tenant, String body) {}

    Uni<Finding> find(TenantContext context, Run run, RunCheck.Http check) {
        return transactions
                .run(
                        context,
                        connection -> tasks.tenantKey(connection)
                                .flatMap(tenant -> check.method().equals("GET")
                                        ? Uni.createFrom().item(new Question(tenant, ""))
                                        : reports.report(connection, run.uuid(), BillRunReportSql.COUNTS)
                                                .map(report -> new Question(
                                                        tenant,
                                                        BillRunReportSql.withoutAmounts(report)
                                                                .encode()))))
                .flatMap(question -> ask(run, check, question));
    }

    private Uni<Finding> ask(Run run, RunCheck.Http check, Question question) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Hub-Bill-Run", run.uuid().toString());
        if (!question.body().isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        if (check.secret() != null) {
            String key = "hub.secrets.\"" + question.tenant() + "\"."
                    + check.secret().substring(SECRET.length());
            Optional<String> secret = configuration.apply(key).filter(value -> !value.isBlank());
            if (secret.isEmpty()) {
                return Uni.createFrom().item(new Finding(false, check.secret() + " is not set: there is no " + key));
            }
            headers.put("Authorization", "Bearer " + secret.get());
        }
        return system.ask(check, headers, question.body()).map(answer -> judged(check, answer));
    }

    /** What an answer says. */
    static Finding judged(RunCheck.Http check, TargetAnswer answer) {
        if (answer.status().isEmpty()) {
            return new Finding(false, answer.error().orElse("no answer"));
        }
        int status = answer.status().get();
        if (status != check.expectedStatus()) {
            return new Finding(false, "answered " + status + ", not " + check.expectedStatus());
        }
        if (!check.json()) {
            return new Finding(true, "answered " + status);
        }
        try {
            JsonNode json = JSON.readTree(answer.body());
            if (json.path("ok").isBoolean()) {
                String message = json.path("message").asText("");
                return new Finding(
                        json.path("ok").booleanValue(), message.isBlank() ? "answered " + json.path("ok") : message);
            }
        } catch (JsonProcessingException noJson) {
            return new Finding(false, notUnderstood());
        }
        return new Finding(false, notUnderstood());
    }

    private static String notUnderstood() {
        return "the answer is not {\"ok\": true} or {\"ok\": false}, perhaps with a message, in at most "
                + TargetAnswer.MAX_BODY + " characters";
    }
}
