package io.billinghub.api.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/** Rows and tokens for the integration tests. */
public final class HubFixture {

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private HubFixture() {}

    /** Gives the tenants {@code nordlys} and {@code other} their bills, once. */
    public static synchronized void load() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String tenant : new String[] {"nordlys", "other"}) {
                if (!exists(statement, tenant)) {
                    statement.execute(script().replace(":tenant", tenant));
                    connection.commit();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the fixture could not be loaded", e);
        }
    }

    /** One value of a query that runs for the tenant. */
    public static String value(String tenant, String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('hub.tenant', tenant_id_of('" + tenant + "')::text, true)");
            try (ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return result.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the query failed: " + sql, e);
        }
    }

    /** A token of the demo user with this name, from the real Keycloak. */
    public static String token(String user) {
        return TOKENS.computeIfAbsent(user, HubFixture::login);
    }

    private static String login(String user) {
        String form = Map.of(
                        "grant_type", "password", "client_id", "hub-cli", "username", user, "password", "demo-" + user)
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(config(HubTestResource.REALM) + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return new JsonObject(response.body()).getString("access_token");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Keycloak", e);
        }
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

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
