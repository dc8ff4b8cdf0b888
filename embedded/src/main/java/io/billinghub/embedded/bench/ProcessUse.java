package io.billinghub.embedded.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes have used, as the operating system and the JVM's own log tell it. */
public final class ProcessUse {
    /** As in {@code [12.3s][info][gc] GC(7) Pause Young (Normal) (G1 Evacuation Pause) 123M->45M(300M) 5.6ms}. */
    private static final Pattern COLLECTION = Pattern.compile("\\) (\\d+)M->(\\d+)M\\(\\d+M\\)");

    private ProcessUse() {}

    /** CPU time of a process and its descendants that live now; zero where the system does not tell. */
    public static Duration cpu(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** CPU time of this process alone. */
    static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory that a process has had resident, in bytes; empty on systems without {@code /proc}. */
    static OptionalLong residentPeak(long pid) {
        return status(pid, "VmHWM:");
    }

    /** The memory that a process has resident, in bytes; empty on systems without {@code /proc}. */
    static OptionalLong resident(long pid) {
        return status(pid, "VmRSS:");
    }

    private static OptionalLong status(long pid, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** The most that was left in the heap by a garbage collection, in bytes. */
    static OptionalLong heapPeak(List<String> collections) {
        return collections.stream()
                .map(COLLECTION::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(2)) << 20)
                .max();
    }
}
