package io.billinghub.settlement.error;

import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.ErrorEntry;
import io.billinghub.core.error.ErrorKind;

/** The error catalogue of settlement. No retry helps with any of them: the message goes to the dead-letter topic. */
public enum SettlementError implements ErrorCode {
    INVALID_SHARE_MODEL(
            ErrorKind.UNPROCESSABLE,
            "The agreement's share model is not valid",
            "Correct the agreement version's share model, then send the event from the dead-letter topic again."),
    UNKNOWN_SHARE_PARTY(
            ErrorKind.UNPROCESSABLE,
            "The agreement's share model names a party that the tenant does not have",
            "Import the party with its role, or correct the share model, then send the event from the dead-letter topic again.");

    private final ErrorEntry entry;

    SettlementError(ErrorKind kind, String title, String whatToDo) {
        this.entry = new ErrorEntry(kind, title, whatToDo);
    }

    @Override
    public ErrorEntry entry() {
        return entry;
    }
}
