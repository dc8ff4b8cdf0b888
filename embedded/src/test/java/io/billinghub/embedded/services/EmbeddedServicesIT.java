package io.billinghub.embedded.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.embedded.folder.FileTrees;
import io.billinghub.embedded.process.OsProcess;
import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * PostgreSQL and Kafka are enough to show the supervisor's rules; Keycloak takes the same way. All tests share one data
 * folder, so that programs are unpacked and databases created once; what has to start from nothing says so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedServicesIT {
    private static final Set<Service> TWO = EnumSet.of(Service.POSTGRES, Service.KAFKA);
    private static final Set<Service> ONE = EnumSet.of(Service.POSTGRES);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Process> owners = new ArrayList<>();
    private Path data;
    private OsProcess supervisor;

    @BeforeAll
    void emptyFolder() throws IOException {
        data = Files.createTempDirectory("embedded-services");
    }

    @AfterEach
    void theOwnersEnd() {
        owners.forEach(Process::destroyForcibly);
        owners.clear();
    }

    @AfterAll
    void everythingEndsWithTheLastOwner() throws IOException {
        awaitTheEnd();
        FileTrees.delete(data);
    }

    @Test
    void attachingTwiceAtOnceGivesOneSupervisorWhichASuccessorReplacesWithoutLoss() throws Exception {
        awaitTheEnd();
        ProcessHandle first = owner();
        ProcessHandle second = owner();
        CompletableFuture<EmbeddedServices> other =
                CompletableFuture.supplyAsync(() -> EmbeddedServices.attach(data, second, TWO));
        EmbeddedServices services = attach(first, TWO);
        assertThat(other.get().supervisorPid()).isEqualTo(services.supervisorPid());

        supervisor.kill();
        assertThat(supervisor.awaitEnd(PATIENCE)).isTrue();
        EmbeddedServices adopted = attach(first, TWO);

        assertThat(adopted.supervisorPid()).isNotEqualTo(services.supervisorPid());
        assertThat(adopted.pid(Service.POSTGRES)).isEqualTo(services.pid(Service.POSTGRES));
        assertThat(adopted.pid(Service.KAFKA)).isEqualTo(services.pid(Service.KAFKA));
        assertThat(adopted.kafkaBootstrap()).isEqualTo(services.kafkaBootstrap());
    }

    @Test
    void aKilledPostgresComesBackOnItsPortWithItsData() throws Exception {
        ProcessHandle owner = owner();
        EmbeddedServices services = attach(owner, ONE);
        execute(services.freshDatabase("killed"), "CREATE TABLE kept AS SELECT 42 AS answer");
        OsProcess postgres = postgres(services);

        postgres.kill();
        assertThat(postgres.awaitEnd(PATIENCE)).isTrue();
        EmbeddedServices again = attach(owner, ONE);

        assertThat(again.postgresPort()).isEqualTo(services.postgresPort());
        assertThat(again.pid(Service.POSTGRES)).isNotEqualTo(postgres.pid());
        assertThat(query(again.database("killed"), "SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void attachingAfterTheLastOneLeftStartsAgainWithTheSameData() throws Exception {
        ProcessHandle owner = owner();
        EmbeddedServices services = attach(owner, ONE);
        execute(services.freshDatabase("stopped"), "CREATE TABLE kept AS SELECT 7 AS answer");
        OsProcess postgres = postgres(services);

        owner.destroyForcibly();
        assertThat(postgres.awaitEnd(PATIENCE)).isTrue(); // the supervisor may still be on its way out
        EmbeddedServices again = attach(owner(), ONE);

        assertThat(again.supervisorPid()).isNotEqualTo(services.supervisorPid());
        assertThat(query(again.database("stopped"), "SELECT answer FROM kept")).isEqualTo("7");
        assertThat(again.runs(Service.KAFKA)).isFalse();
    }

    @Test
    void theApplicationsRolesCannotPassRowLevelSecurity() throws Exception {
        EmbeddedServices services = attach(owner(), ONE);

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

    /** Nobody is attached any more: the supervisor stops what runs, then itself. */
    private void awaitTheEnd() {
        assertThat(supervisor == null || supervisor.awaitEnd(PATIENCE)).isTrue();
    }

    private EmbeddedServices attach(ProcessHandle owner, Set<Service> wanted) {
        EmbeddedServices services = EmbeddedServices.attach(data, owner, wanted);
        supervisor = OsProcess.of(ProcessHandle.of(services.supervisorPid()).orElseThrow());
        return services;
    }

    private static OsProcess postgres(EmbeddedServices services) {
        return OsProcess.of(ProcessHandle.of(services.pid(Service.POSTGRES)).orElseThrow());
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
