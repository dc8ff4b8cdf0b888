package io.billinghub.core.notification.model;

import java.util.Locale;

/** What has become of a resource; each kind is an event of its own in TMF and in the hub's webhooks. */
public enum ChangeKind {
    CREATE("CreateEvent", "created"),
    ATTRIBUTE_VALUE_CHANGE("AttributeValueChangeEvent", "changed"),
    STATE_CHANGE("StateChangeEvent", "state-changed"),
    DELETE("DeleteEvent", "deleted");

    private final String tmfSuffix;
    private final String verb;

    ChangeKind(String tmfSuffix, String verb) {
        this.tmfSuffix = tmfSuffix;
        this.verb = verb;
    }

    /** The TMF {@code eventType} of such a change of the resource, e.g. {@code CustomerBillStateChangeEvent}. */
    public String tmfEventType(String resource) {
        return resource + tmfSuffix;
    }

    /** The CloudEvents {@code type} of such a change, e.g. {@code io.billinghub.customer-bill.state-changed.v1}. */
    public String hubEventType(String resource) {
        return "io.billinghub." + kebab(resource) + "." + verb + ".v1";
    }

    private static String kebab(String pascal) {
        return pascal.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
