package io.billinghub.embedded.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.embedded.bench.BenchSize;
import io.billinghub.embedded.bench.BillSize;
import io.billinghub.embedded.bench.UsageSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
    @Test
    void theSizeHasDefaults() {
        assertThat(BenchCommand.size(List.of())).isEqualTo(new BenchSize(10_000, 20));
    }

    @Test
    void theSizeCanBeChosen() {
        assertThat(BenchCommand.size(List.of("--lines", "5", "--accounts", "300")))
                .isEqualTo(new BenchSize(300, 5));
        assertThat(BenchCommand.size(List.of("--dimensions", "3000"))).isEqualTo(new BenchSize(10_000, 20, 3_000));
    }

    @Test
    void severalProcessesBillTogether() {
        List<String> arguments = new ArrayList<>(List.of("--lines", "5", "--processes", "2", "--accounts", "300"));

        assertThat(BenchCommand.processes(arguments)).isEqualTo(2);
        assertThat(arguments).containsExactly("--lines", "5", "--accounts", "300");
        assertThat(BenchCommand.processes(arguments)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--processes", "--processes 0", "--processes 9", "--rating --processes 2"})
    void whereOthersCannotBillNoneIsStarted(String arguments) {
        assertThatThrownBy(() -> BenchCommand.processes(new ArrayList<>(List.of(arguments.split(" ")))))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void usageIsSentInBatchesByClients() {
        assertThat(BenchCommand.usage(List.of())).isEqualTo(new UsageSize(2_000_000, 0, 5_000, 4, false, true));
        assertThat(BenchCommand.usage(List.of(
                        "--stored",
                        "7",
                        "--random-ids",
                        "--records",
                        "9",
                        "--plain",
                        "--batch",
                        "2",
                        "--clients",
                        "3")))
                .isEqualTo(new UsageSize(9, 7, 2, 3, true, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stored", "--batch 50001", "--clients 0", "--records -1", "--lines 5"})
    void whatCannotBeSentIsRefused(String arguments) {
        assertThatThrownBy(() -> BenchCommand.usage(List.of(arguments.split(" "))))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void aMillionRecordsAreRatedUnlessAnotherNumberIsChosen() {
        assertThat(BenchCommand.rated(List.of())).isEqualTo(1_000_000);
        assertThat(BenchCommand.rated(List.of("--records", "100000"))).isEqualTo(100_000);
        assertThatThrownBy(() -> BenchCommand.rated(List.of("--records", "0"))).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> BenchCommand.rated(List.of("--accounts", "5"))).isInstanceOf(UsageException.class);
    }

    @Test
    void aBillHasAMillionLinesUnlessAnotherNumberIsChosen() {
        assertThat(BenchCommand.bill(List.of())).isEqualTo(new BillSize(1_000_000, 3, 0));
        assertThat(BenchCommand.bill(List.of("--lines", "10", "--width", "500", "--months", "0")))
                .isEqualTo(new BillSize(10, 0, 500));
        assertThatThrownBy(() -> BenchCommand.bill(List.of("--lines", "0"))).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> BenchCommand.bill(List.of("--fast", "1"))).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--accounts",
                "--accounts many",
                "--accounts 0",
                "--lines 100001",
                "--lines 1000 --accounts 300000",
                "--lines 5 --fast 1",
                "--dimensions 10001",
                "--dimensions -1"
            })
    void whatCannotBeBilledIsRefused(String arguments) {
        assertThatThrownBy(() -> BenchCommand.size(List.of(arguments.split(" "))))
                .isInstanceOf(UsageException.class);
    }
}
