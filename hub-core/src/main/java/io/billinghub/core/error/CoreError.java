package io.billinghub.core.error;

/** The error catalogue of the core. */
public enum CoreError implements ErrorCode {
    UNKNOWN_RESOURCE(ErrorKind.NOT_FOUND, "No such resource", "Check the id; you see only what belongs to you."),
    DELIVERY_NOT_FAILED(
            ErrorKind.CONFLICT,
            "The delivery can't be tried again",
            "Only what was given up is tried again by hand, and only while the account has a delivery preference."),
    DOCUMENT_DAMAGED(
            ErrorKind.UNAVAILABLE,
            "A kept document is not what was written",
            "Restore the file from a backup; the detail says which one and what is wrong with it."),
    UNKNOWN_TENANT(
            ErrorKind.FORBIDDEN, "The token's tenant is not known", "Ask a hub administrator to create the tenant."),
    UNKNOWN_CYCLE(
            ErrorKind.UNPROCESSABLE,
            "No such bill cycle",
            "Name a cycle that the tenant has; see the import of master data."),
    UNKNOWN_ACCOUNT(
            ErrorKind.UNPROCESSABLE,
            "No such billing account",
            "Name an account that the tenant has, as the resource asks for it: by its id, or by its number; a customer's login"
                    + " names one that it pays for."),
    UNKNOWN_PRODUCT(
            ErrorKind.UNPROCESSABLE, "No such product", "Name a product of the tenant by the key of its offering."),
    TOO_MANY_LIMITS(
            ErrorKind.CONFLICT,
            "The account has too many usage limits",
            "Delete those that are not used any more, or ask the operator to raise hub.usage-limits.limits-per-account."),
    UNKNOWN_BUCKET(
            ErrorKind.UNPROCESSABLE,
            "No such prepaid bucket",
            "Name a bucket by its id, or leave the id out to open a new one with a top-up."),
    BUCKET_DIFFERS(
            ErrorKind.UNPROCESSABLE,
            "The prepaid bucket is of another account, currency or unit",
            "Name the bucket's own account and units, or another bucket."),
    BALANCE_TOO_LOW(
            ErrorKind.CONFLICT,
            "The prepaid balance does not suffice",
            "Take at most what the detail says can still be used, or top the bucket up first."),
    BUCKET_NOT_VALID(
            ErrorKind.CONFLICT,
            "The prepaid bucket is not valid today",
            "Use a bucket that is active; a top-up without the id of a bucket opens a new one."),
    TERMS_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The terms of accounts are refused",
            "Correct the place that the detail names and send them again."),
    TERMS_BEGUN(
            ErrorKind.CONFLICT,
            "Terms that have begun are not changed but for their end",
            "Let a new version begin on a later day, or end them later."),
    COUPON_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The coupon can't be handed in",
            "Check the code and the terms whose discount wants it; the detail says what stands against it."),
    COUPON_THERE(
            ErrorKind.CONFLICT,
            "The account has handed the coupon in already",
            "Use the one that is there, or take it back first."),
    TOO_MANY_POINTS(
            ErrorKind.UNPROCESSABLE,
            "The account has asked for too many points in the period",
            "Ask for fewer, or take back requests that are not needed."),
    PERIOD_CLOSED(
            ErrorKind.CONFLICT,
            "The billing period takes nothing in any more",
            "Leave it; what was not used of it is used in no other period."),
    NARROWED_LOGIN(
            ErrorKind.FORBIDDEN,
            "A partner's or a customer's login can't change what concerns the whole tenant",
            "Use a login without the claims partner and account."),
    RUN_EXISTS(
            ErrorKind.CONFLICT,
            "This period has a bill run already",
            "Use the run that is there: resume it if it failed, or cancel it first."),
    PERIOD_NOT_OVER(
            ErrorKind.CONFLICT,
            "The billing period is not over",
            "Start the run on the day that the detail names, or later. With \"beforeEnd\": true it is billed before; what comes in"
                    + " for it afterwards is late, also if the run is cancelled."),
    PERIOD_NOT_BEGUN(
            ErrorKind.CONFLICT,
            "The billing period has not begun",
            "Name a day of a period that has begun in the cycle's time zone, as the detail says. A period that is still to come is not"
                    + " billed, whatever \"beforeEnd\" says: its run would close all periods before it."),
    EARLIER_PERIOD_OPEN(
            ErrorKind.CONFLICT,
            "An earlier period is open and was never billed",
            "Bill the periods in their order, first the one that the detail names: a run closes its period and all before it."),
    RUN_STATE(
            ErrorKind.CONFLICT,
            "The bill run's state does not allow this",
            "Look at the run's state; see the operator's guide for its life cycle."),
    NOTHING_TO_COMPARE(
            ErrorKind.UNPROCESSABLE,
            "There is nothing to compare the run with",
            "Make a trial of its period first, or name a run of the same cycle."),
    SCHEDULE_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The schedule is none",
            "Five fields: minute, hour, day of month (L for the last one), month, day of week; \"0 6 2 * *\" is six o'clock on the 2nd of"
                    + " each month, in the time zone of the cycle."),
    NO_SCHEDULE(
            ErrorKind.CONFLICT, "The template has no schedule", "Give it one, or start a run of its cycle by hand."),
    TIME_PASSED(
            ErrorKind.UNPROCESSABLE,
            "The time to begin has passed",
            "Name a time that is still to come, or leave it out: the run begins at once then."),
    BILL_STATE(
            ErrorKind.CONFLICT,
            "The bill's state does not allow this",
            "A bill is put on hold and released by hand; approval sends it, payments settle it."),
    CREDIT_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The invoice can't be credited so",
            "Credit at most what is left of its lines, with the signs that they have; the detail says what that is."),
    APPROVER_IS_STARTER(
            ErrorKind.CONFLICT, "Whoever started a run may not approve it", "Let another billing manager approve it."),
    TASKS_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The tasks of stages are refused",
            "Correct the place that the detail names; the operator's guide has the rules and when each can be asked."),
    TASKS_OF_MANAGERS(
            ErrorKind.FORBIDDEN,
            "Checks but those by HTTP are set by billing managers",
            "Send them back as they are; an it-operative adds, changes and removes HTTP checks."),
    TEMPLATE_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The run can't take over this template's tasks",
            "Name a template of the run's own cycle, or none."),
    TASKS_OPEN(
            ErrorKind.CONFLICT,
            "A task of the bill run is not done",
            "Look at the run's tasks: wait for those that are under way; retry or waive what has failed."),
    TASK_STATE(
            ErrorKind.CONFLICT,
            "The task's state does not allow this",
            "Only tasks that have failed are retried, only those that a run waits for are waived, and only before its end."),
    WAIVER_IS_STARTER(
            ErrorKind.CONFLICT, "Whoever started a run may not waive its tasks", "Let another billing manager decide."),
    NOTE_TOO_LONG(
            ErrorKind.UNPROCESSABLE, "The note is too long", "Shorten it; the message says to how many characters."),
    NOTE_MISSING(ErrorKind.UNPROCESSABLE, "There is no note", "Say what was looked at, and what it means."),
    REASON_MISSING(
            ErrorKind.UNPROCESSABLE, "There is no reason", "Say why in up to 500 characters; it stays with the task."),
    NOTHING_TO_BILL(
            ErrorKind.UNPROCESSABLE,
            "No account of the cycle can be billed",
            "Check that accounts belong to the cycle."),
    NOT_COMPARABLE(
            ErrorKind.UNPROCESSABLE,
            "The price plan can't be compared with this usage",
            "Compare a plan that prices usage, in the currency and for the unit of what is billed."),
    COMPARISON_TOO_LARGE(
            ErrorKind.UNPROCESSABLE,
            "There is more usage than a comparison rates in its time",
            "Name fewer accounts; a sample of them tells much the same."),
    LISTENER_EXISTS(
            ErrorKind.CONFLICT,
            "There is such a listener already",
            "Use the one that is there, or delete it first; callback and query together tell listeners apart."),
    TOO_MANY_LISTENERS(
            ErrorKind.CONFLICT,
            "There are too many listeners",
            "Delete those that are not used any more, or ask the operator to raise hub.notification.listeners."),
    LISTENER_CHANGED(
            ErrorKind.PRECONDITION,
            "The webhook was changed since it was read",
            "Read it again and send its ETag in If-Match."),
    TARGET_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The hub may not call this address",
            "Give an https address that is reached over the Internet, or ask the operator to allow it in"
                    + " hub.egress.allow."),
    SIGNING_KEY_MISSING(
            ErrorKind.UNAVAILABLE,
            "The hub can't sign what it sends",
            "An operator sets hub.notification.signing-key; see the operator's guide."),
    UNREADABLE_EVENT(
            ErrorKind.UNPROCESSABLE,
            "An event can't be read",
            "Look at it on the dead-letter topic; the detail names what is wrong."),
    INVALID_REQUEST(ErrorKind.INVALID, "The request is not valid", "Correct what the detail names and send it again.");

    private final ErrorEntry entry;

    CoreError(ErrorKind kind, String title, String whatToDo) {
        this.entry = new ErrorEntry(kind, title, whatToDo);
    }

    @Override
    public ErrorEntry entry() {
        return entry;
    }
}
