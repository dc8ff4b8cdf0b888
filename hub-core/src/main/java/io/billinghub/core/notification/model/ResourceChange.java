package io.billinghub.core.notification.model;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * That a TMF resource was made, changed or deleted.
 *
 * @param api the API that the resource belongs to
 * @param resource the resource's type as the API spells it, e.g. {@code ProductOffering}
 * @param id the resource's id as clients know it
 * @param partnerId {@code party_role.id} of the one partner whose resource it is; listeners of other partners are not told,
 *     and where it is empty no partner's listener is
 * @param accountId {@code billing_account.id} of the account whose resource it is: listeners of that account and of the
 *     account that pays for it are told; where it is empty no customer's listener is
 * @param json the resource as the API gives it after the change (before it, for a deletion): text of one JSON object with at
 *     least {@code id} and {@code href}, without secrets
 */
public record ResourceChange(
        TmfApi api,
        String resource,
        ChangeKind kind,
        UUID id,
        OptionalLong partnerId,
        OptionalLong accountId,
        String json) {

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z0-9]{1,60}");

    public ResourceChange {
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(partnerId, "partnerId");
        Objects.requireNonNull(accountId, "accountId");
        Objects.requireNonNull(json, "json");
        if (!TYPE.matcher(resource).matches()) {
            throw new IllegalArgumentException(
                    "a resource is called like ProductOffering, in letters and digits, not \"" + resource + "\"");
        }
    }

    /** The TMF {@code eventType}, e.g. {@code ProductOfferingCreateEvent}. */
    public String tmfEventType() {
        return kind.tmfEventType(resource);
    }

    /** The CloudEvents {@code type}, e.g. {@code io.billinghub.product-offering.created.v1}. */
    public String hubEventType() {
        return kind.hubEventType(resource);
    }

    /** The member under which the resource stands in the event, e.g. {@code productOffering}. */
    public String member() {
        return Character.toLowerCase(resource.charAt(0)) + resource.substring(1);
    }
}
