package io.billinghub.embedded.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.embedded.folder.FileTrees;
import io.billinghub.embedded.process.OsProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL and Kafka are enough to show the supervisor's rules; Keycloak takes the same way. */
class EmbeddedServicesIT {
    private static final Set<Service> TWO = EnumSet.of(Service.POSTGRES, Service.KAFKA);
    private static final Set<Service> ONE = EnumSet.of(Service.POSTGRES);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.NEVER) // emptied by hand, after the supervisor has let go of it
    Path data;

    private final List<Process> owners = new ArrayList<>();
    private OsProcess supervisor;

    @AfterEach
    void everythingEndsWithTheLastOwner() throws IOException {
        owners.forEach(Process::destroyForcibly);
        assertThat(supervisor.awaitEnd(PATIENCE)).isTrue();
        FileTrees.delete(data);
    }

    @Test
    void attachingTwiceAtOnceGivesOneSupervisorWhichASuccessorReplacesWithoutLoss() throws Exception {
        ProcessHandle first = owner();
        ProcessHandle second = owner();
        CompletableFuture<EmbeddedServices> other =
                CompletableFuture.supplyAsync(() -> EmbeddedServices.attach(data, second, TWO));
        EmbeddedServices services = EmbeddedServices.attach(data, first, TWO);
        supervisor = supervisor(services);
        assertThat(other.get().supervisorPid()).isEqualTo(services.supervisorPid());

        supervisor.kill();
        assertThat(supervisor.awaitEnd(PATIENCE)).isTrue();
        EmbeddedServices adopted = EmbeddedServices.attach(data, first, TWO);
        supervisor = supervisor(adopted);

        assertThat(adopted.supervisorPid()).isNotEqualTo(services.supervisorPid());
        assertThat(adopted.pid(Service.POSTGRES)).isEqualTo(services.pid(Service.POSTGRES));
        assertThat(adopted.pid(Service.KAFKA)).isEqualTo(services.pid(Service.KAFKA));
        assertThat(adopted.kafkaBootstrap()).isEqualTo(services.kafkaBootstrap());
    }

    @Test
    void aKilledPostgresComesBackOnItsPortWithItsData() throws Exception {
        ProcessHandle owner = owner();
        EmbeddedServices services = EmbeddedServices.attach(data, owner, ONE);
        supervisor = supervisor(services);
        Database database = services.freshDatabase("kept");
        execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
        OsProcess postgres =
                OsProcess.of(ProcessHandle.of(services.pid(Service.POSTGRES)).orElseThrow());

        postgres.kill();
        assertThat(postgres.awaitEnd(PATIENCE)).isTrue();
        EmbeddedServices again = EmbeddedServices.attach(data, owner, ONE);

        assertThat(again.postgresPort()).isEqualTo(services.postgresPort());
        assertThat(again.pid(Service.POSTGRES)).isNotEqualTo(postgres.pid());
        assertThat(query(again.database("kept"), "SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void attachingAfterTheLastOneLeftStartsAgainWithTheSameData() throws Exception {
        ProcessHandle owner = owner();
        EmbeddedServices services = EmbeddedServices.attach(data, owner, ONE);
        supervisor = supervisor(services);
        execute(services.database("kept"), "CREATE TABLE kept AS SELECT 7 AS answer");
        OsProcess postgres =
                OsProcess.of(ProcessHandle.of(services.pid(Service.POSTGRES)).orElseThrow());

        owner.destroyForcibly();
        assertThat(postgres.awaitEnd(PATIENCE)).isTrue(); // the supervisor may still be on its way out
        EmbeddedServices again = EmbeddedServices.attach(data, owner(), ONE);
        supervisor = supervisor(again);

        assertThat(again.supervisorPid()).isNotEqualTo(services.supervisorPid());
        assertThat(query(again.database("kept"), "SELECT answer FROM kept")).isEqualTo("7");
        assertThat(again.runs(Service.KAFKA)).isFalse();
    }

    @Test
    void theApplicationsRolesCannotPassRowLevelSecurity() throws Exception {
        EmbeddedServices services = EmbeddedServices.attach(data, owner(), ONE);
        supervisor = supervisor(services);

        String powerful = query(services.freshDatabase("roles"), """
                SELECT count(*) FROM pg_roles
                WHERE rolname IN ('hub_owner', 'hub_app', 'hub_relay')
                  AND (rolsuper OR rolbypassrls OR rolcreaterole OR NOT rolcanlogin)""");

        assertThat(powerful).isEqualTo("0");
    }

    private ProcessHandle owner() throws IOException {
        Process owner = new ProcessBuilder("sleep", "300").start();
        owners.add(owner);
        return owner.toHandle();
    }

    private static OsProcess supervisor(EmbeddedServices services) {
        return OsProcess.of(ProcessHandle.of(services.supervisorPid()).orElseThrow());
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(Database database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.owner().user(), database.owner().password());
    }
}
