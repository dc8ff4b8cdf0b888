package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens between the hub and a server of files, each file becomes one document: with real servers and PostgreSQL. */
class FileServerFaultsIT {

    /** So many lines that a file is read in several pieces. */
    private static final int LONG = 1200;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Pulling pulling;
    private static List<FileServer> servers;
    private static SftpTestServer sftp;

    @BeforeAll
    static void start() throws IOException {
        pulling = new Pulling("adapters_files");
        sftp = new SftpTestServer();
        TestCertificate certificate = TestCertificate.create("files");
        servers = List.of(
                sftp,
                new FtpTestServer("none", certificate),
                new FtpTestServer("explicit", certificate),
                new FtpTestServer("implicit", certificate));
    }

    @AfterAll
    static void stop() throws IOException {
        for (FileServer server : servers) {
            server.stop();
        }
        pulling.close();
    }

    static List<FileServer> servers() {
        return servers;
    }

    private static PullAdapter process(FileServer server) {
        return pulling.process(server.secrets(), "loopback");
    }

    /** A folder of its own on the server, which the adapter pulls. */
    private static Path folder(FileServer server, String options) throws IOException {
        pulling.hub.execute("update adapter_pull set failures = 0, leased_until = now()");
        String name = "f" + NUMBER.incrementAndGet();
        pulling.adapter(server.transport() + ", \"path\": \"" + name + "\"" + options + "}");
        return Files.createDirectory(server.root().resolve(name));
    }

    private static String next() {
        return "F-" + NUMBER.incrementAndGet();
    }

    private static Path file(Path folder, String number, int lines) throws IOException {
        return Files.writeString(folder.resolve(number + ".csv"), Pulling.bill(number, lines));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void filesThatMatchAreTakenInTheOrderOfTheirNamesAndMoved(FileServer server) throws IOException {
        Path folder = folder(server, ", \"include\": \".*[.]csv\", \"moveTo\": \"taken\"");
        String first = next();
        String second = next();
        file(folder, second, 2);
        file(folder, first, 1);
        Files.writeString(folder.resolve("notes.txt"), "not for the hub");
        PullAdapter process = process(server);

        assertThat(pulling.pull(process))
                .extracting(outcome -> outcome.document().number())
                .containsExactly(first, second);
        assertThat(folder.resolve("taken/" + first + ".csv")).exists();
        assertThat(folder.resolve(first + ".csv")).doesNotExist();
        assertThat(folder.resolve("notes.txt")).exists();
        assertThat(pulling.pull(process)).isEmpty();
        assertThat(pulling.state().state()).isEqualTo("DONE");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void anEmptyFolderIsNoFailure(FileServer server) throws IOException {
        folder(server, "");

        assertThat(pulling.pull(process(server))).isEmpty();
        assertThat(pulling.state().failures()).isZero();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aWrongPasswordIsARefusalAndAMissingOneIsNamed(FileServer server) throws IOException {
        folder(server, "");

        assertThat(pulling.refusal(pulling.process(server.wrongSecrets(), "loopback")))
                .isEqualTo(AdapterError.PARTNER_REFUSED);
        assertThat(pulling.refusal(pulling.process(java.util.Map.of(), "loopback")))
                .isEqualTo(AdapterError.CREDENTIAL_MISSING);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void anInternalAddressIsNotCalled(FileServer server) throws IOException {
        folder(server, "");

        assertThat(pulling.refusal(pulling.process(server.secrets()))).isEqualTo(AdapterError.TARGET_REFUSED);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aConnectionThatIsCutInMidFileLeavesNothingAndTheNextPullTakesItWhole(FileServer server) throws IOException {
        Path folder = folder(server, "");
        String number = next();
        Path file = file(folder, number, LONG);
        server.inMidFile(() -> {
            throw new IOException("cut");
        });

        assertThat(pulling.refusal(process(server))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
        assertThat(pulling.stored(number + ".csv")).isZero();
        assertThat(file).exists();
        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(pulling.stored(number + ".csv")).isOne();
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aFileThatGrowsWhileItIsReadIsTakenWholeLater(FileServer server) throws IOException {
        Path folder = folder(server, "");
        String number = next();
        Path file = file(folder, number, LONG);
        server.inMidFile(() -> Files.writeString(
                file, "1.50,USD,2026-10-01,2026-11-01,acc-1,VM," + number + "\n", StandardOpenOption.APPEND));

        assertThat(pulling.refusal(process(server))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
        long whole = Files.size(file);
        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(pulling.hub.sql("select size from received_document where file_name = '" + number + ".csv'"))
                .isEqualTo(String.valueOf(whole));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aHalfWrittenFileWaits(FileServer server) throws Exception {
        Path folder = folder(server, "");
        String number = next();
        Path file = file(folder, number, 1);
        CountDownLatch done = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            try {
                while (!done.await(5, TimeUnit.MILLISECONDS)) {
                    Files.writeString(file, "x", StandardOpenOption.APPEND);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        try {
            assertThat(pulling.pull(process(server))).isEmpty();
        } finally {
            done.countDown();
            writer.join();
        }
        Files.writeString(file, Pulling.bill(number, 2));
        assertThat(pulling.pull(process(server))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void withMarkersAFileWaitsForItsOwn(FileServer server) throws IOException {
        Path folder = folder(server, ", \"marker\": \".ok\"");
        String number = next();
        file(folder, number, 1);
        Files.createFile(folder.resolve("other.csv.ok"));

        assertThat(pulling.pull(process(server))).isEmpty();
        Files.createFile(folder.resolve(number + ".csv.ok"));
        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(folder.resolve(".done/" + number + ".csv.ok")).exists();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aFileThatIsRenamedWhileItIsReadIsOneDocument(FileServer server) throws IOException {
        Path folder = folder(server, "");
        String number = next();
        Path file = file(folder, number, LONG);
        server.inMidFile(() -> Files.move(file, folder.resolve(number + "-final.csv")));

        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(pulling.state().errorCode()).contains("PARTNER_REFUSED");
        assertThat(pulling.pull(process(server)))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.duplicate()).isTrue());
        assertThat(pulling.stored(number + "%")).isOne();
        assertThat(folder.resolve(".done/" + number + "-final.csv")).exists();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aFileThatComesTwiceIsOneDocumentAndBothAreKept(FileServer server) throws IOException {
        Path folder = folder(server, "");
        String number = next();
        PullAdapter process = process(server);
        file(folder, number, 1);
        assertThat(pulling.pull(process)).hasSize(1);
        file(folder, number, 1);

        assertThat(pulling.pull(process))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.duplicate()).isTrue());
        assertThat(pulling.stored(number + ".csv")).isOne();
        try (var kept = Files.list(folder.resolve(".done"))) {
            assertThat(kept).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aFileThatStaysIsReadAgainOnlyIfItHasChanged(FileServer server) throws IOException {
        Path folder = folder(server, ", \"after\": \"keep\"");
        String number = next();
        PullAdapter process = process(server);
        Path file = file(folder, number, 1);
        assertThat(pulling.pull(process)).hasSize(1);
        assertThat(pulling.pull(process)).isEmpty();
        assertThat(file).exists();

        file(folder, number, 2);
        assertThat(pulling.pull(process)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerThatIsSlowIsGivenUpAndAskedAgain(FileServer server) throws IOException {
        Path folder = folder(server, "");
        String number = next();
        file(folder, number, LONG);
        CountDownLatch givenUp = new CountDownLatch(1);
        server.inMidFile(() -> {
            try {
                assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });

        assertThat(pulling.refusal(pulling.impatient(server.secrets(), "loopback")))
                .isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
        givenUp.countDown();
        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(pulling.stored(number + ".csv")).isOne();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerThatIsGoneIsFoundAgainWhenItIsBack(FileServer server) throws IOException {
        Path folder = folder(server, "");
        String number = next();
        file(folder, number, 1);
        server.stop();
        try {
            assertThat(pulling.refusal(process(server))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
            assertThat(pulling.state().failures()).isOne();
        } finally {
            server.start();
        }

        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(pulling.state().failures()).isZero();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void ofTwoProcessesOneReadsAFileAndTheOtherIsTold(FileServer server) throws IOException {
        Path folder = folder(server, ", \"schedule\": \"PT1S\"");
        String number = next();
        file(folder, number, LONG);
        PullAdapter other = process(server);
        AtomicReference<ErrorCode> told = new AtomicReference<>();
        server.inMidFile(() -> {
            told.set(pulling.refusal(other));
            assertThat(other.pull(pulling.hub.tenant, "cirrus", false)).isEmpty();
        });

        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(told.get()).isEqualTo(AdapterError.PULL_RUNNING);
        assertThat(pulling.stored(number + ".csv")).isOne();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatAProcessThatWentSilentHeldIsTakenOverAndNothingIsDoubled(FileServer server) throws IOException {
        Path folder = folder(server, "");
        String number = next();
        file(folder, number, LONG);
        PullAdapter other = process(server);
        AtomicInteger taken = new AtomicInteger();
        server.inMidFile(() -> taken.set(takenOver(other)));

        assertThat(pulling.refusal(process(server))).isEqualTo(AdapterError.PULL_LOST);
        assertThat(taken).hasValue(1);
        assertThat(pulling.stored(number + ".csv")).isOne();
        assertThat(pulling.state().state()).isEqualTo("DONE");
        assertThat(pulling.table
                        .log(pulling.hub.tenant, "cirrus", java.util.Optional.empty(), 2)
                        .await()
                        .indefinitely())
                .extracting(PullState.Past::outcome)
                .containsExactly("DONE", "LOST");
        try (var kept = Files.list(folder.resolve(".done"))) {
            assertThat(kept).hasSize(1);
        }
    }

    /** A server may be ahead of its client, which then renews the lease that was ended: it is ended again. */
    private static int takenOver(PullAdapter other) {
        for (int tries = 1; true; tries++) {
            pulling.hub.execute("update adapter_pull set leased_until = now() - interval '1 second'");
            try {
                return pulling.pull(other).size();
            } catch (HubException refusal) {
                if (refusal.code() != AdapterError.PULL_RUNNING || tries == 100) {
                    throw refusal;
                }
            }
        }
    }

    @Test
    void anSftpServerWithAnotherHostKeyIsNotTalkedTo() throws IOException {
        Path folder = folder(sftp, "");
        file(folder, next(), 1);
        pulling.adapter("{" + sftp.address() + ", \"credential\": \"secret:password\", \"hostKeys\": [\"SHA256:"
                + "A".repeat(43) + "\"]}");

        assertThat(pulling.refusal(process(sftp))).isEqualTo(AdapterError.PARTNER_REFUSED);
        assertThat(pulling.state().detail().orElseThrow()).contains(sftp.fingerprint());
    }

    @Test
    void anSftpServerLetsTheHubInByItsKey() throws IOException {
        Path folder = Files.createDirectory(sftp.root().resolve("by-key"));
        file(folder, next(), 1);
        pulling.adapter("{" + sftp.address()
                + ", \"settle\": \"PT0.05S\", \"path\": \"by-key\", \"privateKey\": \"secret:key\", \"hostKeys\": [\""
                + sftp.fingerprint() + "\"]}");

        assertThat(pulling.pull(pulling.process(java.util.Map.of("key", sftp.privateKey()), "loopback")))
                .hasSize(1);
    }
}
