package io.billinghub.api.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.billinghub.embedded.keycloak.DemoTokens;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Rows, tokens and answers for the integration tests. */
public final class HubFixture {

    private static final KeptTokens<String> TOKENS = new KeptTokens<>(user -> tokens().token(user));
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private HubFixture() {}

    /** Gives the tenant {@code other} two bills, once; nobody has a token for it. */
    public static synchronized void loadOther() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (!exists(statement, "other")) {
                statement.execute(script().replace(":tenant", "other"));
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the fixture could not be loaded", e);
        }
    }

    /** Whether there is such a tenant by now. */
    public static boolean hasTenant(String tenant) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return exists(statement, tenant);
        } catch (SQLException e) {
            throw new IllegalStateException("the tenant could not be looked up", e);
        }
    }

    /** What a user is answered with 200 or 206, as JSON whose numbers are exact. */
    public static JsonNode get(String user, String path) {
        Response response = RestAssured.given()
                .baseUri(config("test.url"))
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(token(user))
                .get(path);
        if (response.statusCode() != 200 && response.statusCode() != 206) {
            throw new AssertionError("GET " + path + " as " + user + ": " + response.statusCode() + " "
                    + response.body().asString());
        }
        try {
            return JSON.readTree(response.body().asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a user is answered with 200, as it is. */
    public static byte[] bytes(String user, String path) {
        Response response = RestAssured.given()
                .baseUri(config("test.url"))
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(token(user))
                .get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError("GET " + path + " as " + user + ": " + response.statusCode());
        }
        return response.body().asByteArray();
    }

    /** The status that a user is answered with. */
    public static int status(String user, String path) {
        return RestAssured.given()
                .baseUri(config("test.url"))
                .urlEncodingEnabled(false)
                .auth()
                .oauth2(token(user))
                .get(path)
                .statusCode();
    }

    /** One value of a query that runs for the tenant. */
    public static String value(String tenant, String sql) {
        return values(tenant, sql).get(0);
    }

    /** The first column of a query that runs for the tenant. */
    public static List<String> values(String tenant, String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('hub.tenant', tenant_id_of('" + tenant + "')::text, true)");
            List<String> values = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    values.add(result.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException("the query failed: " + sql, e);
        }
    }

    /** Changes rows of the tenant. */
    public static void execute(String tenant, String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('hub.tenant', tenant_id_of('" + tenant + "')::text, true)");
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("the statement failed: " + sql, e);
        }
    }

    /** A token of the demo user or partner client with this name, from the real Keycloak. */
    public static String token(String user) {
        return TOKENS.of(user);
    }

    /** The address of the realm of the tests. */
    public static String realm() {
        return config(HubTestResource.REALM);
    }

    static DemoTokens tokens() {
        return new DemoTokens(realm());
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                config(HubTestResource.APP_JDBC_URL),
                config(HubTestResource.APP_USER),
                config(HubTestResource.APP_PASSWORD));
    }

    private static boolean exists(Statement statement, String tenant) throws SQLException {
        try (ResultSet result = statement.executeQuery("select tenant_id_of('" + tenant + "') is not null")) {
            result.next();
            return result.getBoolean(1);
        }
    }

    private static String script() {
        try (InputStream in = HubFixture.class.getResourceAsStream("/fixture/bills.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
