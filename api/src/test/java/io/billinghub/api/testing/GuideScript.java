package io.billinghub.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/** The commands of a guide, as they stand there, run by bash against the shared application. */
public final class GuideScript {

    private static final Path ROOT = Path.of(System.getProperty("hub.root"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    private GuideScript() {}

    /** The text of a guide below {@code docs}. */
    public static String text(String guide) throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve(guide));
    }

    /** The blocks of commands in a text, in their order. */
    public static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    /**
     * Runs the blocks as one script and fails with what it printed if a command fails.
     *
     * @param folder where it runs; it gets a {@code ./hub} that gives the tokens, and the demo's folder
     * @param tokens by the name that the guide asks {@code ./hub token} for
     * @param environment of the script
     * @return what it printed
     */
    public static String run(
            List<String> blocks, Path folder, Map<String, String> tokens, Map<String, String> environment)
            throws IOException, InterruptedException {
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            Files.writeString(folder.resolve(token.getKey()), token.getValue());
        }
        // the hub of the tests gives other tokens than ./hub of the demo
        Path hub = folder.resolve("hub");
        Files.writeString(hub, "#!/bin/sh\nexec cat \"$2\"\n");
        assertThat(hub.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(folder.resolve("demo"), ROOT.resolve("demo").toAbsolutePath());
        String url =
                ConfigProvider.getConfig().getValue("test.url", String.class).replaceAll("/$", "");
        String script = "set -eu\n" + String.join("\n", blocks).replace("http://127.0.0.1:8080", url);
        File output = folder.resolve("output").toFile();
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        String told = Files.readString(output.toPath());
        assertThat(process.exitValue()).as(told).isZero();
        return told;
    }
}
