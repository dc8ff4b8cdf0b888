package io.billinghub.adapters.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.RuleCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** However many lines a sample has, a bounded number of them is held; and a change of any of them shows. */
class CanonicalDocumentTest {

    private static ObjectNode of(int lines, String lastDetail) {
        CanonicalDocument document = new CanonicalDocument();
        for (int i = 1; i <= lines; i++) {
            String detail = i == lines ? lastDetail : "no amount";
            document.flawed(new FlawedLine(i, "row " + i, RuleCode.MALFORMED_LINE, detail, null, null));
        }
        return document.whole(Optional.empty());
    }

    @Test
    void ofManyLinesTheFirstAreKeptAndTheOthersCountedAndHashed() {
        ObjectNode document = of(12_000, "no amount");

        assertThat(document.path("lines")).hasSize(10_000);
        assertThat(document.at("/more/lines").intValue()).isEqualTo(2_000);
        assertThat(CanonicalDocument.lineCount(document)).isEqualTo(12_000);
        assertThat(document).isEqualTo(of(12_000, "no amount")).isNotEqualTo(of(12_000, "no customer"));
    }

    @Test
    void ofFewLinesAllAreKept() {
        ObjectNode document = of(10_000, "no amount");

        assertThat(document.has("more")).isFalse();
        assertThat(CanonicalDocument.lineCount(document)).isEqualTo(10_000);
    }
}
