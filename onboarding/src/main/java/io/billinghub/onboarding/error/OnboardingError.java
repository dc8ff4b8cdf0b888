package io.billinghub.onboarding.error;

import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.ErrorEntry;
import io.billinghub.core.error.ErrorKind;

/** The error catalogue of onboarding: what can be wrong with master data. */
public enum OnboardingError implements ErrorCode {
    IMPORT_REFUSED(
            ErrorKind.UNPROCESSABLE,
            "The master data were refused; nothing was changed",
            "Correct each finding at its pointer and send the whole document again."),
    NOT_JSON(ErrorKind.INVALID, "The document is not JSON", "Send one JSON object in UTF-8, each property once."),
    SCHEMA(
            ErrorKind.UNPROCESSABLE,
            "The document does not follow the schema",
            "Compare the place with the published schema master-data.schema.json."),
    TENANT_NOT_ALLOWED(
            ErrorKind.FORBIDDEN,
            "Only a hub administrator may send the section tenant",
            "Leave the section out, or let a hub administrator send it."),
    TENANT_MISMATCH(
            ErrorKind.UNPROCESSABLE,
            "The document is for another tenant",
            "Send it with a login of that tenant, or correct the key."),
    DUPLICATE_KEY(
            ErrorKind.UNPROCESSABLE, "The same key stands twice", "Merge the two entries or give one another key."),
    UNKNOWN_REFERENCE(
            ErrorKind.UNPROCESSABLE,
            "The entry names something that is not there",
            "Add what is named to the document, or correct the name."),
    UNKNOWN_CURRENCY(
            ErrorKind.UNPROCESSABLE, "Not a currency", "Use an ISO 4217 code in capitals that has a minor unit."),
    NOT_A_WHOLE(
            ErrorKind.UNPROCESSABLE,
            "Parts that are not a whole",
            "Give parts of more than 0 % that add up to 100 %, each with another purchase order or cost centre."),
    NOT_AN_AMOUNT(
            ErrorKind.UNPROCESSABLE,
            "Not an amount of this currency",
            "Give an amount above 0 with no more decimals than the currency has."),
    UNKNOWN_COUNTRY(ErrorKind.UNPROCESSABLE, "Not a country", "Use an ISO 3166-1 alpha-2 code in capitals."),
    PARTY_WITHOUT_COUNTRY(
            ErrorKind.UNPROCESSABLE,
            "Who buys or sells has a country, which decides the tax",
            "Give the party a postal address with its country."),
    UNKNOWN_TIME_ZONE(
            ErrorKind.UNPROCESSABLE, "Not a time zone", "Use a name of the IANA database such as Europe/Helsinki."),
    UNKNOWN_LANGUAGE(ErrorKind.UNPROCESSABLE, "Not a language", "Use an ISO 639-1 code in small letters, such as fi."),
    INVALID_VAT_NUMBER(
            ErrorKind.UNPROCESSABLE,
            "The VAT number does not have its country's shape",
            "Write it with its country prefix and without blanks, for example FI12345671."),
    INVALID_IBAN(
            ErrorKind.UNPROCESSABLE,
            "The IBAN's check digits do not fit",
            "Copy the IBAN again from the bank's own document; leave blanks out."),
    EMPTY_VALIDITY(
            ErrorKind.UNPROCESSABLE,
            "The validity ends before it begins",
            "Give an end that is later than the begin; the end is the first day after."),
    NOT_A_PERIOD_BEGIN(
            ErrorKind.UNPROCESSABLE,
            "The day is not the first day of a billing period of the cycle",
            "Give the first day of a period, as the finding names one. What begins inside of a period says so itself: a product by its start,"
                    + " an account link by its validity."),
    OVERLAP(
            ErrorKind.UNPROCESSABLE,
            "Two validities of the same thing overlap",
            "End the earlier one (validTo) on the day on which the later one begins."),
    PRICES_OVERLAP(
            ErrorKind.UNPROCESSABLE,
            "Two prices would hold for the same thing on the same day",
            "End one of them (validTo, in TMF620 validFor) on the day on which the other begins, or leave one out."),
    VERSION_ORDER(
            ErrorKind.UNPROCESSABLE,
            "A later version begins before an earlier one",
            "Number the versions in the order in which they come into force."),
    PERIOD_CLOSED(
            ErrorKind.UNPROCESSABLE,
            "A new version may not reach back into periods that are billed",
            "Let it begin on the day that the finding names, or later."),
    BILLED_PERIOD(
            ErrorKind.CONFLICT,
            "The day lies in a period that is billed",
            "Use a day that is not billed yet; the first one is named. A run that is not approved can be cancelled"
                    + " before."),
    SHARES_NOT_100(ErrorKind.UNPROCESSABLE, "The shares do not add up to 100 percent", "Correct the percents."),
    WAIT_WITHOUT_DAYS(
            ErrorKind.UNPROCESSABLE,
            "Waiting for late bills needs its days, and only waiting has any",
            "Say \"lateBill\": \"WAIT\" with waitForBillDays, or leave both out."),
    RESIDUE_WITHOUT_SHARE(
            ErrorKind.UNPROCESSABLE,
            "The party that takes the residue has no share",
            "Name a party of the share model."),
    INVALID_PRICE_PLAN(
            ErrorKind.UNPROCESSABLE,
            "The price plan can't be read",
            "Correct the place that the pointer names; see the guide to price plans."),
    INVALID_RATE_CARD(
            ErrorKind.UNPROCESSABLE,
            "The rate card can't be read",
            "Correct the row and the column that are named; the guide to price plans has all columns."),
    NOT_FOR_RATE_CARDS(
            ErrorKind.UNPROCESSABLE,
            "The price plan does not fit into the rows of a rate card",
            "Take it as JSON, or choose other price plans by offering or key."),
    UNIT_MISMATCH(
            ErrorKind.UNPROCESSABLE,
            "The price plan counts another unit than its offering",
            "Use the same unit in both."),
    LINK_WITHOUT_AGREEMENT(
            ErrorKind.UNPROCESSABLE,
            "Partner products belong to no agreement",
            "Name the offering's agreement, or leave partnerProducts out."),
    CONSOLIDATES_WITHOUT_PARENT(
            ErrorKind.UNPROCESSABLE,
            "The account consolidates into a parent that it does not name",
            "Name the parent, or leave consolidates out."),
    HIERARCHY_CYCLE(
            ErrorKind.UNPROCESSABLE,
            "The account is its own ancestor",
            "Break the circle: give one of them no parent."),
    UNLIKE_PARENT(
            ErrorKind.UNPROCESSABLE,
            "A consolidating account differs from its parent",
            "Use the parent's currency and cycle, or bill the account by itself."),
    PAYMENT_REFERENCE_TAKEN(
            ErrorKind.UNPROCESSABLE,
            "Two accounts would get the same payment reference",
            "Give one of them a number that differs in its last 15 letters and digits; other characters and small or"
                    + " capital letters make no difference."),
    NOT_A_PERSON(
            ErrorKind.UNPROCESSABLE,
            "Only natural persons have personal data",
            "Change an organization by TMF632; its persons are parties of their own."),
    PERSON_IN_BUSINESS(
            ErrorKind.CONFLICT,
            "The person is still a customer",
            "End the products, publish or cancel the bills, then erase."),
    PARTNER_EXISTS(
            ErrorKind.CONFLICT,
            "There is such a party already",
            "Give the new partner another 'key', or go on with the one that is there."),
    UNKNOWN_TEMPLATE(
            ErrorKind.UNPROCESSABLE,
            "No such template of an agreement",
            "Name one of /hub/v1/agreement-templates that is valid today."),
    UNKNOWN_CASE(
            ErrorKind.NOT_FOUND,
            "The partner has no case",
            "Check the partner's key; you see only your own. A partner that came by an import has none."),
    CASE_STATE(
            ErrorKind.CONFLICT,
            "The case is in a state that does not allow it",
            "See the 'waitsFor' of the case for what comes next."),
    FOUR_EYES(
            ErrorKind.FORBIDDEN,
            "Who proposed it can't approve it",
            "Let another administrator of the marketplace approve it."),
    PROPOSAL_STATE(
            ErrorKind.CONFLICT,
            "The agreement has no version that waits for this",
            "A version is proposed, then approved by somebody else, then accepted by the partner."),
    NOT_THE_PARTNER(
            ErrorKind.FORBIDDEN,
            "Only the partner itself accepts its agreement",
            "Use a login of the partner: one whose token names it."),
    REASON_NEEDED(ErrorKind.UNPROCESSABLE, "The decision needs a reason", "Say why, in 'reason'."),
    APPROVAL_NEEDED(
            ErrorKind.UNPROCESSABLE,
            "What is agreed with a partner that has a case changes by proposals alone",
            "Propose the terms as a version of the case's agreement at /hub/v1/onboardings/{partner}/agreement-versions; another"
                    + " administrator approves it and the partner accepts it."),
    INVALID_LINKS(
            ErrorKind.UNPROCESSABLE,
            "The list of links can't be read",
            "Send CSV in UTF-8 whose first row names the columns that the detail names."),
    LINK_TAKEN(
            ErrorKind.UNPROCESSABLE,
            "The customer number belongs to another account on some of the days",
            "End the other link on the day on which this one begins, or let this one begin later."),
    UNKNOWN_MIGRATION(ErrorKind.NOT_FOUND, "No such migration, or file of it", "Check the id; see /hub/v1/migrations."),
    MIGRATION_EXISTS(
            ErrorKind.CONFLICT,
            "There is such a migration already",
            "Go on with the one that is there, or give the new one another key."),
    MIGRATION_COMPLETED(
            ErrorKind.CONFLICT,
            "The migration is completed",
            "Begin another migration from the same source; what was taken before is known there, too."),
    NOT_RECONCILED(
            ErrorKind.CONFLICT,
            "What the hub holds is not what the old system says",
            "Look at the reconciliation: send what is missing, give totals for what has none, or let somebody else accept the"
                    + " difference."),
    NO_DIFFERENCE(
            ErrorKind.CONFLICT,
            "There is no such difference to accept",
            "Name a kind and a currency of the reconciliation that differ."),
    INVALID_MIGRATION_FILE(
            ErrorKind.UNPROCESSABLE,
            "The file can't be read",
            "Send CSV in UTF-8 whose first row names the columns that the detail names."),
    MISSING_VALUE(ErrorKind.UNPROCESSABLE, "A value that is needed is not there", "Fill the column in."),
    INVALID_VALUE(
            ErrorKind.UNPROCESSABLE, "The value can't stand there", "Write it as the guide to migrations shows it."),
    MIGRATED_OTHERWISE(
            ErrorKind.CONFLICT,
            "The reference was taken before with other values",
            "Leave what is stored, or change it where the hub keeps it; a reference is taken once."),
    ALREADY_THERE(
            ErrorKind.CONFLICT,
            "The hub has it already, and not from this source",
            "Give it another reference, or leave the row out and let other rows name what is there."),
    CURRENCY_DIFFERS(
            ErrorKind.UNPROCESSABLE,
            "The amount is not in the account's currency",
            "Bill other currencies by an account of their own."),
    DAYS_SKIPPED(
            ErrorKind.UNPROCESSABLE,
            "Neither the old system nor the hub would bill some of the days",
            "Bill them in the old system and say so in billedThrough, or open the cycle from an earlier period."),
    IMMUTABLE(
            ErrorKind.UNPROCESSABLE,
            "What bills may have used can't be changed",
            "Leave it as it is stored and add a new version or a new entry.");

    private final ErrorEntry entry;

    OnboardingError(ErrorKind kind, String title, String whatToDo) {
        this.entry = new ErrorEntry(kind, title, whatToDo);
    }

    @Override
    public ErrorEntry entry() {
        return entry;
    }
}
