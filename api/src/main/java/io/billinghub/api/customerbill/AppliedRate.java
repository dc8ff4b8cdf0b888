package io.billinghub.api.customerbill;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.billinghub.api.tmf630.Reference;
import io.billinghub.api.tmf630.TimePeriod;
import io.billinghub.api.tmf630.TmfMoney;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * TMF678 AppliedCustomerBillingRate: one line of a bill. Tax is computed on the sum of a seller's lines of one rate and allotted back to
 * them, so the amounts of lines add up to what the invoice says.
 *
 * @param type appliedBillingCharge, or appliedBillingCredit where the amount is below zero
 * @param billingAccount the account that caused the line, which may be a child of the one that is billed
 * @param taxIncludedAmount null on lines of bills that were made before taxes were allotted
 * @param product the offering that was used; its id is that of the product offering
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AppliedCustomerBillingRate")
record AppliedRate(
        @Schema(examples = "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11-1")
        String id,

        String href,
        Instant date,
        String name,
        String description,
        boolean isBilled,
        @JsonProperty("type") String rateType,
        Reference bill,
        Reference billingAccount,
        Reference product,
        TimePeriod periodCoverage,
        TmfMoney taxExcludedAmount,
        TmfMoney taxIncludedAmount,
        List<Tax> appliedTax,
        List<Characteristic> characteristic,
        @JsonProperty("@type") String type) {

    static final String CHARGE = "appliedBillingCharge";
    static final String CREDIT = "appliedBillingCredit";
    static final Set<String> TYPES = Set.of(CHARGE, CREDIT);
    static final String TYPE_SQL = "(case when l.net < 0 then '" + CREDIT + "' else '" + CHARGE + "' end)";

    /**
     * @param taxRate in percent
     * @param taxAmount null on lines of bills that were made before taxes were allotted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tax(String taxCategory, BigDecimal taxRate, TmfMoney taxAmount) {}

    record Characteristic(String name, String valueType, Object value) {}
}
