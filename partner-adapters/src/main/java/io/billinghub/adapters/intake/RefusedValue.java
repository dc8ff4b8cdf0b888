package io.billinghub.adapters.intake;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.vertx.pgclient.PgException;
import java.util.Optional;

/**
 * A value of a document that PostgreSQL does not take. It would not take it the next time either, so the document is
 * refused: left RECEIVED, it would hold up the bill runs of its tenant for ever.
 */
final class RefusedValue {

    private RefusedValue() {}

    /**
     * The refusal that the failure stands for.
     *
     * @param place where in the document the value is
     * @return empty if the failure says nothing about the document's values, such as a lost connection
     */
    static Optional<RefusedException> of(Throwable failure, String place) {
        if (!(failure instanceof PgException postgres) || !aboutValues(postgres.getSqlState())) {
            return Optional.empty();
        }
        return Optional.of(new RefusedException(
                RuleCode.MALFORMED_DOCUMENT,
                place,
                "a value can't be stored: " + postgres.getErrorMessage() + " (SQLSTATE " + postgres.getSqlState()
                        + ")"));
    }

    /** Classes 22 (data exception) and 23 (integrity constraint), and 54000: a key that is longer than an index takes. */
    private static boolean aboutValues(String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.equals("54000"));
    }
}
