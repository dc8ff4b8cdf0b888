package io.billinghub.adapters.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue says of each rule what it checks, and the guides show it whole; {@code -Dgolden.update} writes it there anew. */
class RuleCatalogueTest {

    private static final String BEGIN = "<!-- begin of the rules, written by RuleCatalogueTest -->\n";
    private static final String END = "<!-- end of the rules -->";

    @Test
    void saysOfEachRuleWhatItChecksAndWhatToDo() {
        assertThat(RuleCatalogue.rules()).hasSize(RuleCode.values().length);
        for (RuleCatalogue.Rule rule : RuleCatalogue.rules()) {
            assertThat(rule.checks()).as("%s", rule.code()).matches("(?s)[A-Z].+\\.");
            assertThat(rule.whatToDo()).as("%s", rule.code()).matches("(?s)[A-Z].+\\.");
        }
    }

    @Test
    void isInTheOperatorsGuideAsItIs() throws IOException {
        assertShown(
                "operators-guide.md",
                "| code | checks that | standard | mildest |\n| --- | --- | --- | --- |\n",
                rule -> "| `" + rule.code() + "` | " + rule.checks() + " | " + rule.standard() + " | " + rule.mildest()
                        + " |\n");
    }

    @Test
    void isInThePartnersGuideAsItIs() throws IOException {
        assertShown(
                "guide-partner.md",
                "| code | standard | mildest | what to do |\n| --- | --- | --- | --- |\n",
                rule -> "| `" + rule.code() + "` | " + rule.standard() + " | " + rule.mildest() + " | "
                        + rule.whatToDo() + " |\n");
    }

    private static void assertShown(String guide, String head, Function<RuleCatalogue.Rule, String> row)
            throws IOException {
        Path file = Path.of(System.getProperty("hub.root"), "docs", guide);
        String text = Files.readString(file);
        assertThat(text).contains(BEGIN).contains(END);
        String wanted = text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
                + "\n" + head
                + RuleCatalogue.rules().stream().map(row).collect(Collectors.joining())
                + "\n" + text.substring(text.indexOf(END));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, wanted);
        }
        assertThat(Files.readString(file))
                .as("run this test with -Dgolden.update after a change of a rule")
                .isEqualTo(wanted);
    }
}
