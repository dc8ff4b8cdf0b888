package io.billinghub.embedded.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessUseTest {
    @Test
    void theHeapPeakIsTheMostThatACollectionLeft() {
        assertThat(ProcessUse.heapPeak(List.of(
                        "[0.9s][info][gc] Using G1",
                        "[9.6s][info][gc] GC(20) Pause Young (Normal) (G1 Evacuation Pause) 79M->39M(104M) 126.909ms",
                        "[9.7s][info][gc] GC(21) Concurrent Mark Cycle",
                        "[9.9s][info][gc] GC(22) Pause Full (System.gc()) 78M->12M(104M) 94.845ms")))
                .hasValue(39L << 20);
    }

    @Test
    void aLogWithoutCollectionsTellsNothing() {
        assertThat(ProcessUse.heapPeak(List.of("[0.9s][info][gc] Using G1"))).isEmpty();
    }

    @Test
    void aProcessThatIsGoneHasUsedNothing() {
        assertThat(ProcessUse.cpu(Long.MAX_VALUE)).isZero();
        assertThat(ProcessUse.residentPeak(Long.MAX_VALUE)).isEmpty();
    }
}
