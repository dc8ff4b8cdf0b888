package io.billinghub.core.event.model;

/** The hub's Kafka topics; {@code hub.topic-prefix} stands before each name. */
public enum Topic {
    DOCUMENTS("documents"),
    BILLS("bills"),
    SETTLEMENT("settlement"),
    /** Changes of TMF resources: see {@code ResourceEvents}. */
    RESOURCES("resources");

    private final String baseName;

    Topic(String baseName) {
        this.baseName = baseName;
    }

    public String baseName() {
        return baseName;
    }
}
