package io.billinghub.embedded.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The main class of the broker's JVM: formats the log folder at the first start, then runs Kafka until a signal. */
public final class KafkaBroker {
    private KafkaBroker() {}

    /** @param arguments path of the broker's properties file */
    public static void main(String[] arguments) throws IOException {
        Path configuration = Path.of(arguments[0]);
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(configuration)) {
            properties.load(reader);
        }
        formatOnce(configuration, properties);
        Kafka.main(new String[] {configuration.toString()});
    }

    private static void formatOnce(Path configuration, Properties properties) throws IOException {
        Path log = Path.of(properties.getProperty("log.dirs"));
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(log);
        String[] format = {
            "format",
            "--ignore-formatted",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            configuration.toString()
        };
        int result = StorageTool.execute(format, System.out);
        if (result != 0) {
            throw new IOException("Kafka could not format its log folder " + log + " (code " + result + ")");
        }
    }
}
