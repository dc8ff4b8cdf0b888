package io.billinghub.api.customerbill;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.billinghub.api.tmf630.Reference;
import io.billinghub.api.tmf630.TimePeriod;
import io.billinghub.api.tmf630.TmfMoney;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * TMF678 CustomerBill: the one consolidated bill of an account.
 *
 * @param billNo the payment reference, which is what a customer quotes; the invoices' numbers are names of {@code billDocument}
 * @param paymentDueDate left out where the amount due is not asked for: it stands on the account's next bill
 * @param billDocument the PDF of the bill and the e-invoice of each seller; never empty but where {@code fields} leaves it out
 * @param taxItem one per tax category and rate, over all sellers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CustomerBill")
record CustomerBill(
        @Schema(examples = "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11")
        String id,

        String href,
        String billNo,
        Instant billDate,
        Instant paymentDueDate,
        @Schema(examples = "sent") String state,
        String category,
        String runType,
        TimePeriod billingPeriod,
        Reference billingAccount,
        List<Reference> relatedParty,
        TmfMoney taxExcludedAmount,
        TmfMoney taxIncludedAmount,
        TmfMoney amountDue,
        List<TaxItem> taxItem,
        List<Document> billDocument,
        @JsonProperty("@type") String type) {

    /** @param taxRate in percent */
    record TaxItem(String taxCategory, BigDecimal taxRate, TmfMoney taxAmount) {}

    /** AttachmentRefOrValue. */
    record Document(
            String id,
            String name,
            String attachmentType,
            String mimeType,
            String url,
            @JsonProperty("@type") String type) {}
}
