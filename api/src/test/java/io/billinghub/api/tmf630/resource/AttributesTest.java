package io.billinghub.api.tmf630.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.core.error.HubException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client may send follows from the table of attributes. */
class AttributesTest {

    private static final Attributes ATTRIBUTES = Attributes.parse("""
            name: string, required
            open: boolean
            count: integer
            rate: number
            when: dateTime
            where: uri
            what: object
            who: ref
            many: [ref]
            price: money
            size: quantity
            validFor: period
            origin: string, fixed
            lastUpdate: dateTime, given
            since: dateTime, passing
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                | /name: is missing
                    {"name": " "}                                     | /name: is missing
                    {"name": 1}                                       | /name: must be a text
                    {"name": "n", "open": "yes"}                      | /open: must be true or false
                    {"name": "n", "count": 1.5}                       | /count: must be a whole number
                    {"name": "n", "count": 99999999999}               | /count: must be a whole number
                    {"name": "n", "rate": "1"}                        | /rate: must be a number
                    {"name": "n", "when": "tomorrow"}                 | /when: must be a date-time
                    {"name": "n", "when": "2026-02-30"}               | /when: must be a date-time
                    {"name": "n", "where": "no address"}              | /where: must be an address
                    {"name": "n", "what": []}                         | /what: must be an object
                    {"name": "n", "who": {"name": "x"}}               | /who: must be a reference
                    {"name": "n", "many": {"id": "1"}}                | /many: must be an array
                    {"name": "n", "many": [{"id": "1"}, {"id": 2}]}   | /many/1: must be a reference
                    {"name": "n", "price": {"value": "1"}}            | /price: must be money
                    {"name": "n", "size": {"amount": "1"}}            | /size: must be a quantity
                    {"name": "n", "validFor": {"startDateTime": "x"}} | /validFor: must be a period
                    {"name": "n", "@type": 5}                         | /@type: must be a text
                    {"name": "n", "since": "2026-01-01"}              | /since: is said with a change
                    """)
    void whatDoesNotFitIsNamed(String body, String expected) {
        assertThatThrownBy(() -> ATTRIBUTES.requireCreatable(KeptJson.read(body)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void whatTheHubSaysIsTakenAwayAndTheRestIsLeft() {
        ObjectNode body = KeptJson.read("""
                {"name": "n", "id": "mine", "href": "mine", "lastUpdate": "never", "own": [1], "open": null,
                 "validFor": {"startDateTime": "2026-01-01"}, "origin": "o"}
                """);
        ATTRIBUTES.requireCreatable(body);
        assertThat(body).isEqualTo(KeptJson.read("""
                {"name": "n", "own": [1], "open": null, "validFor": {"startDateTime": "2026-01-01T00:00:00Z"}, "origin": "o"}
                """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"id": "other"}         | /id
                    {"href": "other"}       | /href
                    {"origin": "elsewhere"} | /origin
                    {"lastUpdate": "2020-01-01"} | /lastUpdate
                    """)
    void whatCannotBeChangedIsRefused(String patch, String expected) {
        ObjectNode before = KeptJson.read("{\"id\": \"i\", \"href\": \"h\", \"name\": \"n\", \"origin\": \"o\"}");
        assertThatThrownBy(() -> ATTRIBUTES.requirePatch(KeptJson.read(patch), before))
                .hasMessageContaining(expected + ": can't be changed");
    }

    @Test
    void whatIsSaidAgainUnchangedIsNoChange() {
        ObjectNode before = KeptJson.read("{\"id\": \"i\", \"name\": \"n\", \"origin\": \"o\"}");
        ATTRIBUTES.requirePatch(KeptJson.read("{\"id\": \"i\", \"origin\": \"o\", \"name\": \"m\"}"), before);
    }

    @Test
    void whatIsSaidWithAChangeMayStandInOne() {
        ObjectNode before = KeptJson.read("{\"id\": \"i\", \"name\": \"n\"}");
        ATTRIBUTES.requirePatch(KeptJson.read("{\"name\": \"m\", \"since\": \"2026-01-01\"}"), before);
    }
}
