package io.billinghub.adapters.as2;

import io.billinghub.core.tenancy.TenantContext;
import java.util.Optional;

/** A message of a known station: opened, or refused with the reason that its receipt tells. To be closed by whoever got it. */
public final class ReceivedMessage implements AutoCloseable {

    private final TenantContext context;
    private final String partner;
    private final String adapter;
    private final String id;
    private final ReceiptRequest request;
    private final ReceiptWriter receipts;
    private final Layers layers;
    private final OpenedMessage opened;
    private final As2Failure failure;

    ReceivedMessage(As2Intake.Sender sender, String id, ReceiptRequest request, Layers layers, OpenedMessage opened) {
        this(sender, id, request, layers, opened, null);
    }

    ReceivedMessage(As2Intake.Sender sender, String id, ReceiptRequest request, Layers layers, As2Failure failure) {
        this(sender, id, request, layers, null, failure);
    }

    private ReceivedMessage(
            As2Intake.Sender sender,
            String id,
            ReceiptRequest request,
            Layers layers,
            OpenedMessage opened,
            As2Failure failure) {
        this.context = sender.context();
        this.partner = sender.partner();
        this.adapter = sender.adapter();
        this.id = id;
        this.request = request;
        this.receipts = sender.receipts();
        this.layers = layers;
        this.opened = opened;
        this.failure = failure;
    }

    /** Whose message it is; the actor is the adapter's. */
    public TenantContext context() {
        return context;
    }

    /** The message's {@code Message-ID}. */
    public String id() {
        return id;
    }

    /** SHA-256 of what was signed: the same however often, and in whatever encryption, the message comes; empty if it was refused. */
    public Optional<byte[]> content() {
        return Optional.ofNullable(opened).map(message -> message.signed().digest("SHA-256"));
    }

    String partner() {
        return partner;
    }

    String adapter() {
        return adapter;
    }

    ReceiptRequest request() {
        return request;
    }

    ReceiptWriter receipts() {
        return receipts;
    }

    Optional<OpenedMessage> opened() {
        return Optional.ofNullable(opened);
    }

    Optional<As2Failure> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        layers.close();
    }
}
