package io.billinghub.api.tmf630;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code fields} gives what is asked for, and id and href always. */
class FieldSelectionTest {

    private static final ResourceType BILL =
            new ResourceType("Bill", "/bills", Set.of("state", "amountDue"), Map.of(), Map.of(), "b.id");

    @Test
    void givesEverythingWhereNothingIsAskedFor() {
        assertThat(selected(List.of())).containsExactly("id", "href", "state", "amountDue");
    }

    @Test
    void givesIdAndHrefBesideWhatIsAskedFor() {
        assertThat(selected(List.of("state"))).containsExactly("id", "href", "state");
    }

    @Test
    void takesCommasAndRepetitionsAlike() {
        assertThat(selected(List.of("state,id", "amountDue"))).containsExactly("id", "href", "state", "amountDue");
    }

    @Test
    void givesTheWholeAttributeForAPathInsideOfIt() {
        assertThat(selected(List.of("amountDue.value"))).containsExactly("id", "href", "amountDue");
    }

    @Test
    void givesIdAndHrefAloneForNone() {
        assertThat(selected(List.of("none"))).containsExactly("id", "href");
    }

    private static List<String> selected(List<String> fields) {
        ObjectNode resource = new ObjectMapper().createObjectNode();
        resource.put("id", "1").put("href", "/bills/1").put("state", "new").put("amountDue", "5");
        List<String> names = new ArrayList<>();
        FieldSelection.parse(BILL, fields).apply(resource).fieldNames().forEachRemaining(names::add);
        return names;
    }
}
