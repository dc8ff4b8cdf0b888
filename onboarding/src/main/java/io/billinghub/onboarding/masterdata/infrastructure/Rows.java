package io.billinghub.onboarding.masterdata.infrastructure;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.onboarding.masterdata.model.MasterData;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A document as one JSON array of flat rows per section, each with its pointer and, where it may be new, an id. */
final class Rows {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(com.fasterxml.jackson.core.JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .addModule(new JavaTimeModule())
            .build();

    private final Map<Section, ArrayNode> sections = new EnumMap<>(Section.class);
    private final IdGenerator ids;

    private Rows(IdGenerator ids) {
        this.ids = ids;
    }

    /** The sections that hold at least one row, in the order in which they are stored. */
    static Map<Section, String> of(MasterData data, IdGenerator ids) {
        Rows rows = new Rows(ids);
        rows.plain(Section.PARTIES, "/parties/", data.parties());
        rows.plain(Section.ROLES, "/roles/", data.roles());
        rows.plain(Section.TAX_REGISTRATIONS, "/taxRegistrations/", data.taxRegistrations());
        rows.plain(Section.TAX_CLASSES, "/taxClasses/", data.taxClasses());
        rows.plain(Section.TAX_RATES, "/taxRates/", data.taxRates());
        rows.plain(Section.TAX_EXEMPTIONS, "/taxExemptions/", data.taxExemptions());
        rows.agreements(data.agreements());
        rows.plain(Section.CYCLES, "/cycles/", data.cycles());
        rows.plain(Section.AMOUNTS_DUE, "/amountsDue/", data.amountsDue());
        rows.plain(Section.ACCOUNTS, "/accounts/", data.accounts());
        rows.plain(Section.ACCOUNT_LINKS, "/accountLinks/", data.accountLinks());
        rows.offerings(data.offerings());
        rows.plain(Section.INVOICE_SPLITS, "/invoiceSplits/", data.invoiceSplits());
        for (int i = 0; i < data.pricePlans().size(); i++) {
            rows.add(
                    Section.PRICE_PLANS,
                    "/pricePlans/" + i,
                    plan(null, data.pricePlans().get(i)));
        }
        rows.plain(Section.PRODUCTS, "/products/", data.products());
        rows.plain(Section.EXCHANGE_RATES, "/exchangeRates/", data.exchangeRates());
        Map<Section, String> texts = new EnumMap<>(Section.class);
        rows.sections.forEach((section, array) -> texts.put(section, array.toString()));
        return texts;
    }

    private void plain(Section section, String prefix, List<? extends Record> entries) {
        for (int i = 0; i < entries.size(); i++) {
            add(section, prefix + i, MAPPER.valueToTree(entries.get(i)));
        }
    }

    private void agreements(List<MasterData.Agreement> agreements) {
        for (int i = 0; i < agreements.size(); i++) {
            MasterData.Agreement agreement = agreements.get(i);
            ObjectNode row = MAPPER.createObjectNode();
            row.put("key", agreement.key());
            row.put("name", agreement.name());
            row.put("partner", agreement.partner());
            add(Section.AGREEMENTS, "/agreements/" + i, row);
            for (int j = 0; j < agreement.versions().size(); j++) {
                MasterData.AgreementVersion version = agreement.versions().get(j);
                ObjectNode versionRow = MAPPER.valueToTree(version);
                versionRow.put("agreement", agreement.key());
                ObjectNode shareModel = versionRow.putObject("shareModel");
                shareModel.put("type", version.shareModel().type());
                ArrayNode shares = shareModel.putArray("shares");
                version.shareModel()
                        .shares()
                        .forEach(share -> shares.addObject()
                                .put("party", share.party())
                                .put("percent", share.percent().toPlainString()));
                add(Section.AGREEMENT_VERSIONS, "/agreements/" + i + "/versions/" + j, versionRow);
            }
        }
    }

    private void offerings(List<MasterData.Offering> offerings) {
        for (int i = 0; i < offerings.size(); i++) {
            MasterData.Offering offering = offerings.get(i);
            String at = "/offerings/" + i;
            ObjectNode row = MAPPER.createObjectNode();
            row.put("key", offering.key());
            row.put("name", offering.name());
            row.put("agreement", offering.agreement());
            row.put("unit", offering.unit());
            row.put("taxClass", offering.taxClass());
            row.put("feesBilledBy", offering.feesBilledBy());
            add(Section.OFFERINGS, at, row);
            for (int j = 0; j < offering.partnerProducts().size(); j++) {
                ObjectNode link = MAPPER.createObjectNode();
                link.put("offering", offering.key());
                link.put("partnerProduct", offering.partnerProducts().get(j));
                add(Section.PARTNER_PRODUCTS, at + "/partnerProducts/" + j, link);
            }
            for (int j = 0; j < offering.pricePlans().size(); j++) {
                add(
                        Section.PRICE_PLANS,
                        at + "/pricePlans/" + j,
                        plan(offering.key(), offering.pricePlans().get(j)));
            }
        }
    }

    private static ObjectNode plan(String offering, PricePlan plan) {
        ObjectNode row = MAPPER.createObjectNode();
        row.put("offering", offering);
        row.put("key", plan.key());
        row.put("version", plan.version());
        row.put("currency", plan.currency().getCode());
        row.put("validFrom", plan.validFrom().toString());
        row.put("validTo", plan.validTo() == null ? null : plan.validTo().toString());
        row.putRawValue("definition", new RawValue(PricePlanJson.write(plan)));
        return row;
    }

    private void add(Section section, String pointer, ObjectNode row) {
        row.put("pointer", pointer);
        row.put("uuid", ids.next().toString());
        sections.computeIfAbsent(section, key -> MAPPER.createArrayNode()).add(row);
    }
}
