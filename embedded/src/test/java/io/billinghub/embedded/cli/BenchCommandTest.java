package io.billinghub.embedded.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.embedded.bench.BenchSize;
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
    }

    @ParameterizedTest
    @ValueSource(strings = {"--accounts", "--accounts many", "--accounts 0", "--lines 1001", "--lines 5 --fast 1"})
    void whatCannotBeBilledIsRefused(String arguments) {
        assertThatThrownBy(() -> BenchCommand.size(List.of(arguments.split(" "))))
                .isInstanceOf(UsageException.class);
    }
}
