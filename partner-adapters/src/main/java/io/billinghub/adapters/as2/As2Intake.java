package io.billinghub.adapters.as2;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.mime.MimeEntity;
import io.billinghub.adapters.mime.MimeFlaw;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.transport.Credentials;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Takes documents of AS2 messages in. Who is no station that is known, in whatever way, is told so by one and the same refusal, so nobody
 * learns from it what there is.
 */
@ApplicationScoped
public class As2Intake {

    private static final Logger LOG = Logger.getLogger(As2Intake.class);
    private static final int LONGEST_ID = 255;
    private static final int FINDINGS = 5;
    private static final String UNEXPECTED = "unexpected-processing-error";

    private final Tenants tenants;
    private final AdapterDescriptors descriptors;
    private final DocumentIntake intake;
    private final Credentials credentials;
    private final AdapterSettings settings;
    private final IdGenerator ids;
    private final Clock clock;

    @Inject
    public As2Intake(
            Tenants tenants,
            AdapterDescriptors descriptors,
            DocumentIntake intake,
            Config config,
            AdapterSettings settings,
            IdGenerator ids,
            Clock clock) {
        this.tenants = tenants;
        this.descriptors = descriptors;
        this.intake = intake;
        this.credentials = new Credentials(name -> config.getOptionalValue(name, String.class));
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A message over HTTP.
     *
     * @param tenant key
     * @param adapter key
     * @param headers the value of a header by its name, or null
     * @param body read once, on a worker thread, and only if the names are those of the station
     */
    public record Message(String tenant, String adapter, Function<String, String> headers, InputStream body) {}

    /** Whose messages come to an address, and how they are answered. */
    record Sender(TenantContext context, String partner, String adapter, Station station, StationKeys keys) {
        ReceiptWriter receipts() {
            return new ReceiptWriter(station, keys);
        }
    }

    /**
     * Opens a message; nothing is stored.
     *
     * @return the message, also where it is refused behind its headers; the caller closes it. Fails with a HubException:
     *     AS2_STATION_REFUSED, AS2_MESSAGE_REFUSED, DOCUMENT_TOO_LARGE
     */
    public Uni<ReceivedMessage> open(Message message) {
        return tenants.idOf(message.tenant()).flatMap(tenant -> {
            if (tenant.isEmpty()) {
                throw refused();
            }
            TenantContext context = TenantContext.of(tenant.get(), "as2 " + message.adapter());
            return descriptors
                    .get(context, message.adapter())
                    .onFailure(As2Intake::unknown)
                    .transform(none -> refused())
                    .flatMap(adapter -> Waiting.onWorker(() -> sender(context, adapter.descriptor(), message)))
                    .flatMap(sender -> open(sender, message));
        });
    }

    private static boolean unknown(Throwable failure) {
        return failure instanceof HubException refusal && refusal.code() == AdapterError.UNKNOWN_ADAPTER;
    }

    private static HubException refused() {
        return new HubException(
                AdapterError.AS2_STATION_REFUSED,
                "there is no such AS2 address, or AS2-From and AS2-To are not those that were agreed for it");
    }

    private Sender sender(TenantContext context, AdapterDescriptor adapter, Message message) {
        if (!adapter.transport().type().equals("as2")) {
            throw refused();
        }
        Station station = Station.of(adapter.transport().options());
        if (!station.isOf(message.headers().apply("AS2-From"), message.headers().apply("AS2-To"))) {
            throw refused();
        }
        return new Sender(context, adapter.partner(), message.adapter(), station, keys(message.tenant(), station));
    }

    /** What an operator has to mend is told in the log and not to whoever called. */
    private StationKeys keys(String tenant, Station station) {
        List<String> certificates = new ArrayList<>();
        for (String reference : station.certificates()) {
            secret(tenant, reference).ifPresent(certificates::add);
        }
        Optional<String> key = secret(tenant, station.key());
        Optional<String> password =
                station.keyPassword() == null ? Optional.of("") : secret(tenant, station.keyPassword());
        if (key.isEmpty() || password.isEmpty() || certificates.isEmpty()) {
            throw refused();
        }
        try {
            return StationKeys.of(key.get(), password.get(), certificates);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            LOG.warnf("A key or certificate of the AS2 station %s can't be read: %s", station.to(), e.getMessage());
            throw refused();
        }
    }

    private Optional<String> secret(String tenant, String reference) {
        try {
            return Optional.of(credentials.secret(tenant, reference));
        } catch (HubException missing) {
            LOG.warnf("An AS2 message came: %s", missing.getMessage());
            return Optional.empty();
        }
    }

    private Uni<ReceivedMessage> open(Sender sender, Message message) {
        Function<String, String> headers = message.headers();
        String id = headers.apply("Message-ID");
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            throw malformed("the header Message-ID is missing, or longer than " + LONGEST_ID);
        }
        if (headers.apply("Receipt-Delivery-Option") != null) {
            throw malformed("receipts are sent in the answer alone: leave Receipt-Delivery-Option out");
        }
        ReceiptRequest request = ReceiptRequest.of(headers, sender.station().algorithms());
        return Waiting.onWorker(() -> SpooledDocument.of(message.body(), settings.maxDocumentSize()))
                .flatMap(body -> {
                    Layers layers = new Layers(body);
                    return Waiting.onWorker(() -> opened(sender, id.strip(), request, message, layers))
                            .onFailure()
                            .invoke(layers::close);
                });
    }

    private static HubException malformed(String detail) {
        return new HubException(AdapterError.AS2_MESSAGE_REFUSED, detail);
    }

    private ReceivedMessage opened(Sender sender, String id, ReceiptRequest request, Message message, Layers layers) {
        try {
            request.unmet().ifPresent(unmet -> {
                throw new As2Failure("failed/failure: " + unmet, "the receipt that is required can't be given");
            });
            MimeEntity entity = MimeEntity.ofBody(
                    layers.body(),
                    message.headers().apply("Content-Type"),
                    message.headers().apply("Content-Transfer-Encoding"));
            OpenedMessage opened =
                    new MessageOpener(sender.station(), sender.keys(), settings, clock.instant(), layers).open(entity);
            return new ReceivedMessage(sender, id, request, layers, opened);
        } catch (As2Failure failure) {
            return new ReceivedMessage(sender, id, request, layers, failure);
        } catch (MimeFlaw flaw) {
            return new ReceivedMessage(
                    sender, id, request, layers, As2Failure.error(UNEXPECTED, flaw.getMessage(), flaw));
        }
    }

    /**
     * Takes an opened message's document in and writes its receipt, or tells why the message was refused.
     *
     * @return the receipt, when the document is stored; fails with a HubException where none was asked for and the message was refused
     *     (AS2_MESSAGE_REFUSED), and where the document can't be received, as {@link DocumentIntake} says
     */
    public Uni<Receipt> take(ReceivedMessage message) {
        if (message.failure().isPresent()) {
            return Waiting.onWorker(() -> receipt(message, message.failure().get()));
        }
        OpenedMessage opened = message.opened().orElseThrow();
        return Waiting.onWorker(() -> content(opened))
                .flatMap(content ->
                        intake.receive(document(message, opened), content).eventually(() -> close(content)))
                .flatMap(outcome -> Waiting.onWorker(() -> receipt(message, opened, outcome)))
                .onFailure(MimeFlaw.class)
                .recoverWithItem(flaw -> receipt(message, As2Failure.error(UNEXPECTED, flaw.getMessage(), flaw)));
    }

    private Receipt receipt(ReceivedMessage message, As2Failure failure) {
        if (!message.request().wanted()) {
            throw malformed(failure.disposition() + ": " + failure.getMessage());
        }
        return receipt(message, failure.disposition(), Optional.empty(), failure.getMessage());
    }

    /** The receipt of a document that could not be received, or of a message whose id was another one's; it is not kept. */
    public Receipt refusal(ReceivedMessage message, HubException refusal) {
        if (!message.request().wanted()) {
            throw refusal;
        }
        return receipt(
                message,
                "processed/error: " + UNEXPECTED,
                Optional.empty(),
                refusal.code().name() + ": " + refusal.getMessage() + "\n"
                        + refusal.code().whatToDo());
    }

    private ReceivedDocument document(ReceivedMessage message, OpenedMessage opened) {
        return new ReceivedDocument(
                message.context(),
                message.partner(),
                message.adapter(),
                "as2",
                opened.payload().fileName().orElse(null),
                opened.payload().mediaType(),
                clock.instant());
    }

    private Receipt receipt(ReceivedMessage message, OpenedMessage opened, IntakeOutcome outcome) {
        IntakeOutcome.Document document = outcome.document();
        StringBuilder text = new StringBuilder("Document %s: %s, %d lines accepted, %d in quarantine, %d findings."
                .formatted(
                        document.id(),
                        document.status(),
                        document.acceptedLines(),
                        document.quarantinedLines(),
                        document.findingCount()));
        for (Finding finding : document.findings().stream().limit(FINDINGS).toList()) {
            text.append('\n')
                    .append(finding.rule().name())
                    .append(" at ")
                    .append(finding.place())
                    .append(": ")
                    .append(finding.detail());
        }
        String disposition = document.status().equals("REFUSED")
                ? "processed/error: document-refused"
                : outcome.duplicate() ? "processed/warning: duplicate-document" : "processed";
        byte[] mic = opened.signed().digest(message.request().digest());
        return receipt(message, disposition, Optional.of(mic), text.toString());
    }

    private Receipt receipt(ReceivedMessage message, String disposition, Optional<byte[]> mic, String text) {
        return message.receipts()
                .write(
                        message.request(),
                        new ReceiptWriter.Told(message.id(), disposition, mic, text),
                        ids.next(),
                        clock.instant());
    }

    private static InputStream content(OpenedMessage opened) {
        try {
            return opened.payload().content();
        } catch (IOException e) {
            throw new UncheckedIOException("the content of an AS2 message could not be read", e);
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
