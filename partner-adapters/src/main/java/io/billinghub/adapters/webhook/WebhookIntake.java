package io.billinghub.adapters.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.DocumentIntake;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.transport.Credentials;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Takes documents of signed calls in. Whatever is wrong with a call, also that there is no such tenant or adapter, is told by one and the
 * same refusal, so nobody learns from it what there is.
 */
@ApplicationScoped
public class WebhookIntake {

    private static final Logger LOG = Logger.getLogger(WebhookIntake.class);
    private static final String ALGORITHM = "HmacSHA256";

    private final Tenants tenants;
    private final AdapterDescriptors descriptors;
    private final DocumentIntake intake;
    private final Credentials credentials;
    private final AdapterSettings settings;
    private final Clock clock;

    @Inject
    public WebhookIntake(
            Tenants tenants,
            AdapterDescriptors descriptors,
            DocumentIntake intake,
            Config config,
            AdapterSettings settings,
            Clock clock) {
        this(
                tenants,
                descriptors,
                intake,
                new Credentials(name -> config.getOptionalValue(name, String.class)),
                settings,
                clock);
    }

    WebhookIntake(
            Tenants tenants,
            AdapterDescriptors descriptors,
            DocumentIntake intake,
            Credentials credentials,
            AdapterSettings settings,
            Clock clock) {
        this.tenants = tenants;
        this.descriptors = descriptors;
        this.intake = intake;
        this.credentials = credentials;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A call.
     *
     * @param tenant key
     * @param adapter key
     * @param headers the value of a header by its name, or null
     * @param body read once, on a worker thread, and only if the headers may be right
     */
    public record Call(String tenant, String adapter, Function<String, String> headers, InputStream body) {}

    /**
     * Takes the call's document in; what was taken in before is told as a duplicate.
     *
     * @return fails with a HubException: SIGNATURE_REFUSED, ADAPTER_DISABLED, DOCUMENT_TOO_LARGE
     */
    public Uni<IntakeOutcome> receive(Call call) {
        return tenants.idOf(call.tenant()).flatMap(tenant -> {
            if (tenant.isEmpty()) {
                throw refused();
            }
            TenantContext context = TenantContext.of(tenant.get(), "webhook " + call.adapter());
            return descriptors
                    .get(context, call.adapter())
                    .onFailure(WebhookIntake::unknown)
                    .transform(none -> refused())
                    .flatMap(adapter -> receive(context, adapter, call));
        });
    }

    private static boolean unknown(Throwable failure) {
        return failure instanceof HubException refusal && refusal.code() == AdapterError.UNKNOWN_ADAPTER;
    }

    private static HubException refused() {
        return new HubException(
                AdapterError.SIGNATURE_REFUSED,
                "there is no such webhook, the call's time is too far off, or no signature fits");
    }

    private Uni<IntakeOutcome> receive(TenantContext context, AdapterDescriptors.Stored adapter, Call call) {
        JsonNode options = adapter.descriptor().transport().options();
        if (!"webhook".equals(adapter.descriptor().transport().type())) {
            throw refused();
        }
        SignatureStyle.Claim claim = SignatureStyle.of(options)
                .claim(call.headers(), clock.instant())
                .orElseThrow(WebhookIntake::refused);
        return Waiting.onWorker(() -> SpooledDocument.of(call.body(), settings.maxDocumentSize()))
                .flatMap(body -> Waiting.onWorker(() -> checked(call.tenant(), options, claim, body.file()))
                        .flatMap(content -> intake.receive(document(context, adapter, options, call), content)
                                .eventually(() -> close(content)))
                        .eventually(body::close));
    }

    private ReceivedDocument document(
            TenantContext context, AdapterDescriptors.Stored adapter, JsonNode options, Call call) {
        String name = Optional.ofNullable(options.path("nameHeader").textValue())
                .map(call.headers())
                .filter(value -> !value.isBlank() && value.length() <= 200)
                .orElse(null);
        return new ReceivedDocument(
                context,
                adapter.descriptor().partner(),
                call.adapter(),
                "webhook",
                name,
                call.headers().apply("Content-Type"),
                clock.instant());
    }

    /** The body, if one of the signatures is right by one of the secrets; all of them are compared, each in the same time. */
    private InputStream checked(String tenant, JsonNode options, SignatureStyle.Claim claim, Path body) {
        boolean right = false;
        for (JsonNode reference : options.path("secrets")) {
            Optional<byte[]> wanted = secret(tenant, reference.asText()).map(secret -> hmac(secret, claim, body));
            if (wanted.isPresent()) {
                for (byte[] signature : claim.signatures()) {
                    right |= MessageDigest.isEqual(wanted.get(), signature);
                }
            }
        }
        if (!right) {
            throw refused();
        }
        try {
            return Files.newInputStream(body);
        } catch (IOException e) {
            throw new UncheckedIOException("the body of a call could not be read again", e);
        }
    }

    /** A secret that an operator has not set yet, or not any more, keeps the other one from nothing. */
    private Optional<String> secret(String tenant, String reference) {
        try {
            return Optional.of(credentials.secret(tenant, reference));
        } catch (HubException missing) {
            LOG.warnf("A webhook was called: %s", missing.getMessage());
            return Optional.empty();
        }
    }

    /** Of the seconds, a dot and the body. */
    private static byte[] hmac(String secret, SignatureStyle.Claim claim, Path body) {
        try (InputStream in = Files.newInputStream(body)) {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((claim.seconds() + ".").getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                mac.update(buffer, 0, count);
            }
            return mac.doFinal();
        } catch (IOException e) {
            throw new UncheckedIOException("the body of a call could not be read again", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the body of a call could not be closed", e);
        }
    }
}
