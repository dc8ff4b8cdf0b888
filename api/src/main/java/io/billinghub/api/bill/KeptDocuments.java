package io.billinghub.api.bill;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.archive.model.DocumentForm;
import io.billinghub.core.archive.model.KeptDocument;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is kept of a bill. */
public record KeptDocuments(List<Document> items) {

    public KeptDocuments {
        items = List.copyOf(items);
    }

    /**
     * A kept document.
     *
     * @param invoiceId of the tax invoice; missing for the document of the whole bill
     * @param size bytes
     * @param sha256 of the bytes, in lower-case hex
     * @param keepUntil the last day on which the law has it kept
     * @param damage what was wrong with the file when it was last looked at; missing: nothing
     * @param href path of the document itself
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Document(
            @Schema(examples = "RF18NL1039261001.pdf") String name,
            DocumentForm form,
            UUID invoiceId,
            @Schema(examples = "application/pdf") String mediaType,
            long size,
            String sha256,
            Instant writtenAt,
            LocalDate keepUntil,
            String damage,
            String href) {}

    static KeptDocuments of(UUID bill, List<KeptDocument> kept) {
        return new KeptDocuments(kept.stream()
                .map(each -> new Document(
                        each.name(),
                        each.form(),
                        each.invoice().orElse(null),
                        each.form().mediaType(),
                        each.size(),
                        each.sha256(),
                        each.writtenAt(),
                        each.keepUntil(),
                        each.damage().orElse(null),
                        "/hub/v1/bills/" + bill + "/documents/" + each.name()))
                .toList());
    }
}
