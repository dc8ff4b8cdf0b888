package io.billinghub.adapters;

import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.ErrorEntry;
import io.billinghub.core.error.ErrorKind;

/** The error catalogue of the partner adapters. */
public enum AdapterError implements ErrorCode {
    DOCUMENT_TOO_LARGE(
            ErrorKind.TOO_LARGE, "The document is too large", "Send it in parts, packed, or raise the hub's limit."),
    UNKNOWN_PARTNER(ErrorKind.NOT_FOUND, "No such partner", "Check the partner's key; you see only your own."),
    UNKNOWN_ADAPTER(ErrorKind.NOT_FOUND, "No such adapter", "Check the adapter's key, or create the adapter first."),
    UNKNOWN_PRESET(ErrorKind.NOT_FOUND, "No such preset", "Take a name from GET /hub/v1/adapters/presets."),
    ADAPTER_NEEDED(
            ErrorKind.UNPROCESSABLE, "It is not clear which adapter is meant", "Name one of the partner's adapters."),
    PARTNER_NOT_ACTIVE(
            ErrorKind.CONFLICT,
            "The partner is not active",
            "See /hub/v1/onboardings/{partner} for what comes next; until then documents can be tried in the sandbox."),
    CONTRACT_BROKEN(
            ErrorKind.CONFLICT,
            "The descriptor reads the adapter's sample otherwise",
            "Correct the descriptor; or, if that is what you want, send it again with acceptChanges=true."),
    SAMPLE_NOT_ACCEPTED(
            ErrorKind.UNPROCESSABLE,
            "The sample was not accepted whole",
            "Correct what the findings name, in the descriptor, the links or the sample, and try it again."),
    SAMPLE_TOO_LARGE(
            ErrorKind.TOO_LARGE, "The sample is too large to be tried", "Take a part of the document for a sample."),
    NO_TRIAL_BILL(
            ErrorKind.UNPROCESSABLE,
            "No bill would come of the sample",
            "Try the document first: its findings name what keeps its lines from an account; then ask for the bill of an account that gets one."),
    ADAPTER_DISABLED(ErrorKind.CONFLICT, "The adapter is switched off", "Switch it on, or use another one."),
    UNKNOWN_DOCUMENT(ErrorKind.NOT_FOUND, "No such document", "Check the id; you see only what belongs to you."),
    INVALID_DESCRIPTOR(
            ErrorKind.UNPROCESSABLE,
            "The adapter descriptor is not valid",
            "Correct what stands at the JSON pointers named."),
    UNKNOWN_AGREEMENT(
            ErrorKind.UNPROCESSABLE,
            "The partner has no such agreement",
            "Name an agreement that the tenant has with this partner."),
    NOT_PULLED(ErrorKind.CONFLICT, "The adapter does not pull", "Send its documents by the API."),
    PULL_RUNNING(
            ErrorKind.CONFLICT,
            "The adapter is being pulled already",
            "Wait for that pull to end, then look at the adapter's pulls."),
    PULL_LOST(
            ErrorKind.CONFLICT,
            "Another process has taken the pull over",
            "Nothing: what was stored stays, and the other process goes on."),
    FOLDER_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The folder is not inside of the tenant's inbox",
            "Use a path below the inbox, without links that lead out of it."),
    TARGET_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The hub may not call this address",
            "Use a public address, or let an operator add the host to hub.egress.allow."),
    CREDENTIAL_MISSING(
            ErrorKind.UNPROCESSABLE,
            "The credential that the descriptor refers to is not there",
            "Set the tenant's secret on the hub, by the key or the variable that the detail names."),
    SIGNATURE_REFUSED(
            ErrorKind.FORBIDDEN,
            "The call's signature is not accepted",
            "Sign the time, a dot and the body with the agreed secret, send the call at once, and check its address."),
    AS2_STATION_REFUSED(
            ErrorKind.FORBIDDEN,
            "The AS2 station is not known here",
            "Check the address, AS2-From and AS2-To with the host."),
    AS2_MESSAGE_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The AS2 message is not taken",
            "Correct what the detail names, ask for a receipt in the answer, and send it again."),
    PARTNER_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The partner's system refused the call",
            "Check the address and the credential with the partner."),
    PARTNER_UNAVAILABLE(
            ErrorKind.UNAVAILABLE, "The partner's system does not answer", "Try again later, or ask the partner."),
    UNKNOWN_ENTRY(ErrorKind.NOT_FOUND, "No such quarantine entry", "Check the id; you see only what belongs to you."),
    UNKNOWN_REPLAY(ErrorKind.NOT_FOUND, "No such replay", "Check the id that the replay's start answered."),
    ENTRY_SETTLED(
            ErrorKind.CONFLICT,
            "The entry is not open any more",
            "Nothing: it was released, waived or rejected; read it again to see by whom."),
    NOT_WAIVABLE(
            ErrorKind.CONFLICT,
            "The rule can't be waived",
            "Correct the cause and replay, or reject the entry: without it nothing could be billed."),
    NOT_REJECTABLE(
            ErrorKind.CONFLICT,
            "The entry keeps nothing back",
            "Nothing: it is a note on what is accepted; if it should not be billed, let the partner credit it."),
    NOT_REPLAYABLE(
            ErrorKind.CONFLICT, "The document can't be read again", "Send what it held again, under the same ids."),
    READ_DIFFERENTLY(
            ErrorKind.CONFLICT,
            "The adapter reads the document differently now",
            "Correct the mapping so that each line keeps its place, or ask the partner for a new document."),
    REPLAY_FAILED(
            ErrorKind.UNAVAILABLE,
            "The hub failed while it read the document again",
            "Look for the document in the hub's log; when the cause is mended, start a replay of the document anew."),
    INVALID_REQUEST(ErrorKind.INVALID, "The request is not valid", "Correct what the detail names and send it again.");

    private final ErrorEntry entry;

    AdapterError(ErrorKind kind, String title, String whatToDo) {
        this.entry = new ErrorEntry(kind, title, whatToDo);
    }

    @Override
    public ErrorEntry entry() {
        return entry;
    }
}
