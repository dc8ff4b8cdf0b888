package io.billinghub.embedded.kafka;

import io.billinghub.embedded.folder.BuiltFiles;
import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.Ports;
import io.billinghub.embedded.process.Daemon;
import io.billinghub.embedded.process.ServiceProgram;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Kafka with its log under {@code <data>/kafka}. Unknown topics are created with four partitions on first use. */
public final class KafkaProgram implements ServiceProgram {
    private static final int API_VERSIONS = 18;
    private static final int CORRELATION = 7;

    private final DataFolder data;
    private final BuiltFiles files;
    private final Path log;

    public KafkaProgram(DataFolder data, BuiltFiles files) {
        this.data = data;
        this.files = files;
        this.log = data.root().resolve("kafka");
    }

    @Override
    public String marker() {
        return propertiesFile().toString();
    }

    private Path propertiesFile() {
        return data.services().resolve("kafka.properties");
    }

    @Override
    public Daemon prepare(int port) throws IOException {
        int controller = Ports.choose("", OptionalInt.empty(), 0);
        Path configuration = propertiesFile();
        Files.writeString(configuration, configuration(port, controller));
        List<String> command = List.of(
                Daemon.java(),
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                files.classpath(),
                KafkaBroker.class.getName(),
                configuration.toString());
        return new Daemon(command, Map.of(), data.services(), data.log("kafka"));
    }

    /** The short session lets a broker that was killed come back at once instead of after nine seconds. */
    private String configuration(int port, int controller) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=BROKER://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=BROKER://127.0.0.1:%1$d
                listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=BROKER
                broker.session.timeout.ms=4000
                broker.heartbeat.interval.ms=1000
                log.dirs=%3$s
                auto.create.topics.enable=true
                num.partitions=4
                default.replication.factor=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=4
                group.initial.rebalance.delay.ms=0
                message.max.bytes=10485760
                replica.fetch.max.bytes=10485760
                log.segment.bytes=67108864
                log.cleaner.dedupe.buffer.size=8388608
                """.formatted(port, controller, log.toString().replace("\\", "\\\\"));
    }

    /** Asks for the protocol versions, which every broker answers as soon as it serves requests. */
    @Override
    public boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            socket.setSoTimeout(2_000);
            DataOutputStream request = new DataOutputStream(socket.getOutputStream());
            request.writeInt(10); // length of what follows
            request.writeShort(API_VERSIONS);
            request.writeShort(0); // version of the request
            request.writeInt(CORRELATION);
            request.writeShort(-1); // no client id
            request.flush();
            DataInputStream response = new DataInputStream(socket.getInputStream());
            response.readInt(); // length
            return response.readInt() == CORRELATION && response.readShort() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
