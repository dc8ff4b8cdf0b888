package io.billinghub.onboarding.partnercase.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.onboarding.partnercase.model.OnboardingCase.Proposed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A case says whose turn it is: by its own state, and by how far the agreement's newest version has come. */
class WaitsForTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INVITED          | PROPOSED | The partner, or the marketplace for it, gives VAT number and IBAN (complete). A version of the agreement is proposed: another administrator approves it (approve), then the partner accepts it (accept).
            INVITED          | APPROVED | The partner, or the marketplace for it, gives VAT number and IBAN (complete). A version of the agreement is approved: the partner accepts it (accept).
            IN_REVIEW        | PROPOSED | Another administrator approves the proposed version of the agreement (approve), then the partner accepts it (accept).
            IN_REVIEW        | APPROVED | The partner accepts the version of the agreement that is approved (accept).
            IN_REVIEW        | REJECTED | The marketplace proposes a version of the agreement (agreement-versions).
            IN_REVIEW        |          | The marketplace proposes a version of the agreement (agreement-versions).
            AGREEMENT_SIGNED | IN_FORCE | An adapter that reads a sample document without a finding (adapter).
            ACTIVE           | IN_FORCE | Nothing: documents are taken in.
            ACTIVE           |          | Nothing: documents are taken in.
            ACTIVE           | REJECTED | Nothing: documents are taken in.
            ENDED            | PROPOSED | Nothing: the partnership is over.
            """)
    void theNextStepNamesWhoTakesIt(CaseState state, Proposed newest, String expected) {
        assertThat(of(state, newest).waitsFor()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PROPOSED, another administrator approves it", "APPROVED, the partner accepts it"})
    void aChangeOfARunningAgreementIsToldToo(Proposed newest, String expected) {
        assertThat(of(CaseState.ACTIVE, newest).waitsFor())
                .startsWith("Documents are taken in.")
                .contains(expected);
    }

    private static OnboardingCase of(CaseState state, Proposed newest) {
        return new OnboardingCase(
                1,
                null,
                1,
                "p",
                "P",
                "FI",
                state,
                "t",
                1,
                "a",
                "A",
                null,
                null,
                null,
                null,
                null,
                newest,
                List.of(),
                List.of(),
                Instant.EPOCH,
                "someone",
                Instant.EPOCH);
    }
}
