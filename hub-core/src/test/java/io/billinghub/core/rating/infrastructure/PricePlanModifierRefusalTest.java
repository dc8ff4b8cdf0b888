package io.billinghub.core.rating.infrastructure;

import static io.billinghub.core.rating.infrastructure.PlanTexts.assertRefused;
import static io.billinghub.core.rating.infrastructure.PlanTexts.plan;
import static io.billinghub.core.rating.infrastructure.PlanTexts.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is wrong with the modifiers of a plan is told with its place, as {@code rating/modifier/plan-refused.txt} says. */
class PricePlanModifierRefusalTest {
    private static final String TABLE = "/rating/modifier/plan-refused.txt";

    private record Case(String place, boolean bySchema, String text, String path, String problem) {}

    @TestFactory
    Stream<DynamicTest> whatIsWrongIsRefusedWithPlaceAndReason() {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(each.place(), () -> {
                    assertRefused(List.of(each.text(), each.path(), each.problem()));
                    assertThat(schema().validate(each.text(), InputFormat.JSON).isEmpty())
                            .as("the schema takes it")
                            .isEqualTo(!each.bySchema());
                }));
    }

    private static List<Case> cases() {
        Map<String, String> models = new TreeMap<>();
        List<Case> cases = new ArrayList<>();
        int number = 0;
        for (String raw : lines()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ", 3);
            if (words[0].equals("model")) {
                models.put(words[1], words[2].strip());
                continue;
            }
            String[] sides = words[2].split(" -> ", 2);
            String[] expected = sides[1].strip().split(" +", 2);
            String text = plan("'model':" + models.get(words[1]) + ",'modifiers':" + sides[0].strip());
            cases.add(new Case(
                    "plan-refused.txt:" + number, words[0].equals("both"), text, expected[0], expected[1].strip()));
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(30);
        return cases;
    }

    private static List<String> lines() {
        try (var stream = PricePlanModifierRefusalTest.class.getResourceAsStream(TABLE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
