package io.billinghub.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The id of a usage is its document and its position, and nothing else. */
class UsageIdTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 00000000-0000-8001-8000-000000000001",
        "305419896, 255, 00000001-2345-8678-8000-0000000000ff", // 0x12345678
        "1152921504606846975, 2147483647, ffffffff-ffff-8fff-8000-00007fffffff", // 60 bits
    })
    void anIdLeadsToItsDocumentAndPosition(long document, int position, UUID id) {
        assertThat(new UsageId(document, position).uuid()).isEqualTo(id);
        assertThat(UsageId.of(id)).contains(new UsageId(document, position));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-4001-8000-000000000001", // version 4
                "00000000-0000-8001-9000-000000000001",
                "00000000-0000-8001-8000-0000ffffffff", // no position
            })
    void anotherIdIsNoUsages(UUID id) {
        assertThat(UsageId.of(id)).isEmpty();
    }

    @Test
    void aDocumentOfMoreThan60BitsHasNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new UsageId(1L << 60, 1));
    }
}
