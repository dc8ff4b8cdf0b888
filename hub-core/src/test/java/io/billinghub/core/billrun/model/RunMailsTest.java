package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.billrun.model.RunMails.Told;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunMailsTest {

    @ParameterizedTest
    @CsvSource({
        "olga@host.example,      true",
        "o'hara+runs@host,       true",
        "olga,                   false",
        "olga@,                  false",
        "@host.example,          false",
        "Olga <olga@host.example>, false",
        "olga@host.example;maria@host.example, false",
        "'olga@host.example\nBcc: all@host.example', false",
    })
    void theAddressIsOneMailbox(String address, boolean good) {
        if (good) {
            assertThat(new RunMails(List.of(address), Set.of(Told.FAILED)).to()).containsExactly(address);
        } else {
            assertThatThrownBy(() -> new RunMails(List.of(address), Set.of(Told.FAILED)))
                    .hasMessageContaining("is no mail address");
        }
    }

    @Test
    void peopleAndOccasionsGoTogether() {
        assertThatThrownBy(() -> new RunMails(List.of(), Set.of(Told.FAILED))).hasMessageContaining("no address");
        assertThatThrownBy(() -> new RunMails(List.of("a@b"), Set.of())).hasMessageContaining("not said");
        assertThat(RunMails.NONE.tellsOf(Told.FAILED)).isFalse();
        assertThat(new RunMails(List.of("a@b"), RunMails.USUAL).tellsOf(Told.PUBLISHED))
                .isFalse();
    }

    @Test
    void noMoreThanTwentyAndEachOnce() {
        List<String> most =
                IntStream.rangeClosed(1, 20).mapToObj(n -> n + "@host").toList();
        assertThat(new RunMails(most, RunMails.USUAL).to()).hasSize(20);
        assertThatThrownBy(() -> new RunMails(
                        Stream.concat(most.stream(), Stream.of("21@host")).toList(), RunMails.USUAL))
                .hasMessageContaining("there are 21 addresses");
        assertThatThrownBy(() -> new RunMails(List.of("a@b", "a@b"), RunMails.USUAL))
                .hasMessageContaining("stands there once");
    }
}
