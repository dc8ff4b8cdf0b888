package io.billinghub.api.as2;

import io.billinghub.adapters.as2.As2Intake;
import io.billinghub.adapters.as2.Receipt;
import io.billinghub.adapters.as2.ReceivedMessage;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.core.error.ErrorKind;
import io.billinghub.core.error.HubException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The address of a partner's AS2 station: the partner's certificate stands for the login. */
@Path("/hub/v1/as2/{tenant}/{adapter}")
@Tag(name = "Documents")
@PermitAll
public class As2Resource {

    private final As2Intake as2;
    private final Idempotency idempotency;

    As2Resource(As2Intake as2, Idempotency idempotency) {
        this.as2 = as2;
        this.idempotency = idempotency;
    }

    @POST
    @Blocking
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @SecurityRequirements
    @Operation(
            summary = "Takes the document of an AS2 message in",
            description =
                    "AS2 as of RFC 4130: signed by the partner's certificate and, unless the adapter's descriptor says otherwise, encrypted for the"
                            + " host's. The receipt (MDN) that Disposition-Notification-To asks for is the answer, made when the document is stored;"
                            + " it also tells what was refused. A message that comes again with its Message-ID gets the same receipt again.")
    @APIResponse(
            responseCode = "200",
            description =
                    "The receipt: multipart/report, in multipart/signed where that was asked for; empty if none was",
            content =
                    @Content(
                            mediaType = "multipart/report",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "403",
            description = "There is no such AS2 address, or AS2-From and AS2-To are not those agreed for it")
    @APIResponse(
            responseCode = "422",
            description =
                    "There is no Message-ID, a receipt is asked for elsewhere than in the answer, or none is and the message is refused")
    public Uni<Response> receive(
            @Parameter(description = "Key of the tenant", example = "nordlys") @PathParam("tenant") String tenant,
            @Parameter(description = "Key of the adapter", example = "cirrus-as2") @PathParam("adapter") String adapter,
            @Context HttpHeaders headers,
            InputStream body) {
        String path = "/hub/v1/as2/" + tenant + "/" + adapter;
        return as2.open(new As2Intake.Message(tenant, adapter, headers::getHeaderString, body))
                .flatMap(message -> receipt(path, message).eventually(message::close))
                .map(As2Resource::response);
    }

    /** What is refused is not kept: the same message may be taken when the cause is mended. */
    private Uni<Receipt> receipt(String path, ReceivedMessage message) {
        if (message.content().isEmpty()) {
            return as2.take(message);
        }
        return Uni.createFrom()
                .deferred(() -> idempotency.around(
                        message.context(),
                        keyed(path, message),
                        () -> as2.take(message).map(receipt -> new Answer(200, Optional.empty(), receipt.text()))))
                .map(answer -> Receipt.of(answer.body()))
                .onFailure(As2Resource::refusedForGood)
                .recoverWithItem(refusal -> as2.refusal(message, (HubException) refusal));
    }

    /** What can be tried again is told by its status: then the sender repeats the message. */
    private static boolean refusedForGood(Throwable failure) {
        return failure instanceof HubException refusal && refusal.code().kind() != ErrorKind.UNAVAILABLE;
    }

    /** An id may hold what a key may not. */
    private static Optional<KeyedRequest> keyed(String path, ReceivedMessage message) {
        try {
            byte[] id = MessageDigest.getInstance("SHA-256").digest(message.id().getBytes(StandardCharsets.UTF_8));
            return KeyedRequest.of(
                    "as2:" + HexFormat.of().formatHex(id),
                    "POST " + path,
                    message.content().orElseThrow());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Response response(Receipt receipt) {
        Response.ResponseBuilder response = Response.ok();
        receipt.headers().forEach(response::header);
        return response.entity(receipt.bytes()).build();
    }
}
