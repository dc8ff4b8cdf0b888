package io.billinghub.onboarding.partnercase.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A decision leads from where it may be taken through states that follow each other, and from nowhere else. */
class CaseDecisionTest {

    /** decision, then what each state comes to: - for refused. */
    @ParameterizedTest
    @CsvSource({
        "CERTIFY,  -,     -,     -,     CERTIFIED,        -,      -,         -,      -",
        "ACTIVATE, -,     -,     -,     CERTIFIED>ACTIVE, ACTIVE, -,         -,      -",
        "SUSPEND,  -,     -,     -,     -,                -,      SUSPENDED, -,      -",
        "RESUME,   -,     -,     -,     -,                -,      -,         ACTIVE, -",
        "END,      ENDED, ENDED, ENDED, ENDED,            ENDED,  ENDED,     ENDED,  -"
    })
    void eachStateAllowsSomeDecisions(
            CaseDecision decision,
            String invited,
            String inReview,
            String signed,
            String tested,
            String certified,
            String active,
            String suspended,
            String ended) {
        List<String> expected = List.of(invited, inReview, signed, tested, certified, active, suspended, ended);
        for (CaseState state : CaseState.values()) {
            Optional<String> way = decision.from(state)
                    .map(states -> states.stream()
                            .map(CaseState::name)
                            .reduce((a, b) -> a + ">" + b)
                            .orElseThrow());
            assertThat(way.orElse("-")).as(decision + " of " + state).isEqualTo(expected.get(state.ordinal()));
        }
    }

    @ParameterizedTest
    @EnumSource(CaseDecision.class)
    void noDecisionJumps(CaseDecision decision) {
        for (CaseState state : CaseState.values()) {
            CaseState at = state;
            for (CaseState next : decision.from(state).orElse(List.of())) {
                assertThat(at.next()).contains(next);
                at = next;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Bergen Maps AS, bergen-maps-as",
        "Søk & Finn (Nordisk) AB, sok-finn-nordisk-ab",
        "Größe GmbH, grosse-gmbh",
        "株式会社, partner",
        "A very long name of a company that nobody ever would like to type, a-very-long-name-of-a-company-that-nobod"
    })
    void aKeyIsMadeFromTheName(String name, String key) {
        assertThat(NewPartner.keyOf(name)).isEqualTo(key);
    }
}
