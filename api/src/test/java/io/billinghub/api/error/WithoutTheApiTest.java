package io.billinghub.api.error;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.core.process.Roles;
import io.quarkus.vertx.http.runtime.filters.Filter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process without the role api serves its health and its metrics, over HTTP as ever, and nothing else. */
class WithoutTheApiTest {

    private static Vertx vertx;
    private static int port;

    @BeforeAll
    static void serve() {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        filters("adapters", "billing", "settlement")
                .forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(request -> request.response().end("served"));
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static List<Filter> filters(String... roles) {
        Filters filters = new Filters();
        new WithoutTheApi(new Roles(List.of(roles)), new ErrorAnswers(new ObjectMapper(), UUID::randomUUID))
                .register(filters);
        return filters.getFilters();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
    void itsHealthIsServed(String path) {
        given().port(port).get(path).then().statusCode(200).body(equalTo("served"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hub/v1/bills", "/", "/q/openapi", "/q/healthy", "/q/health/../../hub/v1/bills"})
    void everythingElseIsRefused(String path) {
        given().port(port)
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("code", equalTo("NO_API_HERE"))
                .body("whatToDo", containsString("hub.roles"));
    }

    @Test
    void aTmfPathIsRefusedInItsForm() {
        given().port(port)
                .get("/tmf-api/customerBillManagement/v4/customerBill")
                .then()
                .statusCode(503)
                .contentType("application/json")
                .body("code", equalTo("NO_API_HERE"))
                .body("reason", equalTo("This process does not serve the API"));
    }

    @Test
    void aProcessWithTheRoleHasNoSuchFilter() {
        assertThat(filters("api")).isEmpty();
        assertThat(filters("api", "billing")).isEmpty();
    }
}
