package io.billinghub.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OsProcessTest {
    @Test
    void aRunningProcessIsAlive() {
        assertThat(OsProcess.of(ProcessHandle.current()).isAlive()).isTrue();
    }

    @Test
    void aProcessThatGotTheNumberLaterIsAnotherOne() {
        OsProcess now = OsProcess.of(ProcessHandle.current());

        assertThat(new OsProcess(now.pid(), now.startedAtMillis() - 60_000).isAlive())
                .isFalse();
    }

    @Test
    void theBootTimeMayBeASecondOff() {
        OsProcess now = OsProcess.of(ProcessHandle.current());

        assertThat(new OsProcess(now.pid(), now.startedAtMillis() + 1_000).isAlive())
                .isTrue();
    }

    @Test
    void aSignalEndsIt() throws IOException {
        OsProcess sleeper =
                OsProcess.of(new ProcessBuilder("sleep", "60").start().toHandle());

        sleeper.signal("TERM");

        assertThat(sleeper.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(sleeper.isAlive()).isFalse();
    }

    @Test
    void aZombieIsNotAlive() throws IOException {
        // the shell becomes a sleeper that never collects its child, which ends at once
        Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 60").start();
        try (var output = parent.inputReader()) {
            long child = Long.parseLong(output.readLine());

            assertThat(new OsProcess(child, 0).awaitEnd(Duration.ofSeconds(10))).isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }
}
