package io.billinghub.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/security.md shows the rules that SecurityMatrixIT holds the hub to; {@code -Dgolden.update} writes them there anew. */
class SecurityTableTest {

    private static final String BEGIN = "<!-- begin of the matrix, written by SecurityTableTest -->\n";
    private static final String END = "<!-- end of the matrix -->";

    @Test
    void theDocumentationShowsTheRules() throws IOException {
        Path file = Path.of(System.getProperty("hub.root"), "docs", "security.md");
        String text = Files.readString(file);
        assertThat(text).contains(BEGIN).contains(END);
        String head = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
        String tail = text.substring(text.indexOf(END));
        String wanted = head + "\n" + table() + "\n" + tail;
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, wanted);
        }
        assertThat(Files.readString(file))
                .as("run this test with -Dgolden.update after a change of " + AccessRules.FILE)
                .isEqualTo(wanted);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| route | ");
        table.append(String.join(" | ", AccessRule.ROLES)).append(" | |\n|");
        table.append(" --- |".repeat(AccessRule.ROLES.size() + 2)).append('\n');
        for (AccessRule rule : AccessRules.load().rules()) {
            table.append("| `")
                    .append(String.join(", ", rule.methods()))
                    .append(' ')
                    .append(rule.path())
                    .append("` |");
            for (String role : AccessRule.ROLES) {
                table.append(' ').append(cell(rule, role)).append(" |");
            }
            table.append(' ').append(rule.note()).append(" |\n");
        }
        return table.toString().replaceAll("  +\\|", " |");
    }

    private static String cell(AccessRule rule, String role) {
        if (!rule.allows(role)) {
            return "";
        }
        return (rule.writes() ? "W" : "R") + (rule.narrows(role) ? ", own" : "");
    }
}
