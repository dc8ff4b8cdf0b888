package io.billinghub.adapters.soap;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.document.TemporaryFiles;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.format.xml.XmlSource;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.mime.MimeEntity;
import io.billinghub.adapters.mime.MimeFlaw;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Takes documents of SOAP messages in. */
@ApplicationScoped
public class SoapIntake {

    private static final String MULTIPART = "multipart/related";
    private static final int MOST_PARTS = 10;

    private final AdapterDescriptors descriptors;
    private final DocumentIntake intake;
    private final AdapterSettings settings;
    private final Clock clock;

    public SoapIntake(AdapterDescriptors descriptors, DocumentIntake intake, AdapterSettings settings, Clock clock) {
        this.descriptors = descriptors;
        this.intake = intake;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A message.
     *
     * @param context whose login has sent it
     * @param partner key of the partner's role
     * @param contentType of the message, or null
     * @param body read once, on a worker thread
     */
    public record Message(
            TenantContext context, String partner, String adapter, String contentType, InputStream body) {}

    /**
     * Takes the message's document in; what was taken in before is told as a duplicate.
     *
     * @return fails with a SoapFlaw, or with a HubException: UNKNOWN_ADAPTER also for one that is not the partner's or takes no SOAP,
     *     and what {@link DocumentIntake} fails with
     */
    public Uni<IntakeOutcome> receive(Message message) {
        return descriptors
                .get(message.context(), message.adapter())
                .map(adapter -> taking(adapter.descriptor(), message))
                .flatMap(adapter ->
                        Waiting.onWorker(() -> SpooledDocument.of(message.body(), settings.maxDocumentSize())))
                .flatMap(spooled -> Waiting.onWorker(() -> carried(spooled.file(), message.contentType()))
                        .eventually(spooled::close))
                .flatMap(document -> Waiting.onWorker(() -> open(document.file()))
                        .flatMap(content -> intake.receive(received(message, document), content)
                                .eventually(() -> close(content)))
                        .eventually(document::close));
    }

    private static AdapterDescriptor taking(AdapterDescriptor adapter, Message message) {
        if (!adapter.partner().equals(message.partner())
                || !adapter.transport().type().equals("soap")) {
            throw new HubException(
                    AdapterError.UNKNOWN_ADAPTER,
                    "partner " + message.partner() + " has no adapter " + message.adapter() + " that takes SOAP");
        }
        return adapter;
    }

    private ReceivedDocument received(Message message, CarriedDocument document) {
        return new ReceivedDocument(
                message.context(),
                message.partner(),
                message.adapter(),
                "soap",
                document.fileName(),
                document.contentType(),
                clock.instant());
    }

    /** The document of a message that lies in a file. */
    static CarriedDocument carried(Path body, String contentType) {
        SoapVersion version = SoapVersion.of(contentType);
        try {
            MimeEntity message = MimeEntity.ofBody(body, contentType, null);
            if (!message.mediaType().equals(MULTIPART)) {
                return EnvelopeReader.read(XmlSource.of(body), version, SoapIntake::noAttachment);
            }
            return carried(message, version);
        } catch (MimeFlaw e) {
            throw SoapFlaw.sender("multipart body", e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("a SOAP message could not be read", e);
        }
    }

    private static CarriedDocument carried(MimeEntity message, SoapVersion version) throws IOException {
        List<MimeEntity> parts = message.parts(MOST_PARTS);
        String start = message.parameter("start").orElse(null);
        MimeEntity root = parts.stream()
                .filter(part -> start == null || start.equals(id(part)))
                .findFirst()
                .orElseThrow(() -> SoapFlaw.sender("multipart body", "there is no part that start names"));
        Path envelope = TemporaryFiles.newFile(".envelope");
        try {
            try (InputStream in = root.content();
                    OutputStream out = Files.newOutputStream(envelope)) {
                in.transferTo(out);
            }
            return EnvelopeReader.read(
                    XmlSource.of(envelope), version, (reference, out) -> copy(parts, reference, out));
        } finally {
            Files.deleteIfExists(envelope);
        }
    }

    private static void copy(List<MimeEntity> parts, String reference, OutputStream out) throws IOException {
        String wanted = reference.startsWith("cid:") ? decoded(reference.substring(4)) : null;
        for (MimeEntity part : parts) {
            if (wanted != null && ("<" + wanted + ">").equals(id(part))) {
                try (InputStream in = part.content()) {
                    in.transferTo(out);
                }
                return;
            }
        }
        noAttachment(reference, out);
    }

    private static String decoded(String reference) {
        try {
            return URLDecoder.decode(reference.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return reference;
        }
    }

    private static String id(MimeEntity part) {
        return part.header("Content-ID").map(String::strip).orElse("");
    }

    private static void noAttachment(String reference, OutputStream out) {
        throw SoapFlaw.sender(
                "/Envelope/Body/SubmitDocument/content",
                "the message has no attachment " + reference.substring(0, Math.min(200, reference.length())));
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
