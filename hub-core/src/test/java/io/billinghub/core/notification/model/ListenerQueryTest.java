package io.billinghub.core.notification.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.notification.model.ListenerQuery.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerQueryTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "?", "&"})
    void noQueryAsksForEverything(String query) {
        ListenerQuery read = ListenerQuery.parse(query);
        assertThat(read.eventTypes()).isEmpty();
        assertThat(read.conditions()).isEmpty();
        assertThat(read.fields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventType=CustomerBillCreateEvent,CustomerBillStateChangeEvent",
                "eventType=CustomerBillCreateEvent&eventType=CustomerBillStateChangeEvent",
                "?eventType=CustomerBillCreateEvent&&eventType=CustomerBillStateChangeEvent,CustomerBillCreateEvent",
            })
    void typesAreAlternatives(String query) {
        assertThat(ListenerQuery.parse(query).eventTypes())
                .containsExactlyInAnyOrder("CustomerBillCreateEvent", "CustomerBillStateChangeEvent");
    }

    @Test
    void otherNamesAreConditionsOnTheResource() {
        ListenerQuery read = ListenerQuery.parse(
                "eventType=CustomerBillStateChangeEvent&state=sent,settled&event.customerBill.billingAccount.id=7&fields=state,amountDue&state=onHold");
        assertThat(read.conditions())
                .containsExactlyInAnyOrder(
                        new Condition(List.of("state"), List.of("sent", "settled", "onHold")),
                        new Condition(List.of("billingAccount", "id"), List.of("7")));
        assertThat(read.fields()).containsExactlyInAnyOrder("state", "amountDue");
    }

    @Test
    void valuesAreDecoded() {
        assertThat(ListenerQuery.parse("name=A%20%26%20B").conditions())
                .containsExactly(new Condition(List.of("name"), List.of("A & B")));
    }

    @ParameterizedTest
    @CsvSource({
        "eventType, name=value is expected",
        "=x, name=value is expected",
        "'eventType=', name=value is expected",
        "'state=,', has no value",
        "eventType=a b, not the name of an event type",
        "a..b=c, not the name of an attribute",
        "fields=a.b, not the name of an attribute",
        "name=%zz, whose % is not followed by two digits",
        "state;drop table=x, not the name of an attribute",
    })
    void whatCannotBeUnderstoodIsRefused(String query, String why) {
        assertThatThrownBy(() -> ListenerQuery.parse(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aQueryHasALimit() {
        assertThatThrownBy(() -> ListenerQuery.parse("eventType=" + "A".repeat(2000)))
                .hasMessageContaining("longer than 2000");
    }
}
