package io.billinghub.api.party;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.Identifiers;
import io.billinghub.api.tmf630.resource.LifeCycle;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Set;

/** TMF632 organization: a company that the tenant deals with, or the tenant's own. */
@Singleton
class OrganizationResource extends PartyResource {

    private static final String KIND = "ORGANIZATION";
    private static final String LEGAL_ID = "legalId";
    private static final PagedQuery QUERY = query(KIND);

    private static final Definition DEFINITION = described("organization")
            .attributes("""
                    isHeadOffice: boolean
                    isLegalEntity: boolean
                    name: string
                    nameType: string
                    organizationType: string
                    tradingName: string, required
                    contactMedium: [object]
                    creditRating: [object]
                    existsDuring: period
                    externalReference: [object]
                    organizationChildRelationship: [object]
                    organizationIdentification: [object]
                    organizationParentRelationship: object
                    otherName: [object]
                    partyCharacteristic: [object]
                    relatedParty: [ref]
                    status: string
                    taxExemptionCertificate: [object]
                    """)
            .lifeCycle(LifeCycle.free("status", "initialized", Set.of("initialized", "validated", "closed")))
            .column("name", "p.name", ValueType.TEXT)
            .columnAmongKept("externalReference.name", "p.key", ValueType.TEXT)
            .columnAmongKept("organizationIdentification.identificationId", "p.legal_id", ValueType.TEXT)
            .columnAmongKept("contactMedium.characteristic.city", "p.city", ValueType.TEXT)
            .columnAmongKept("contactMedium.characteristic.country", "p.country::text", ValueType.TEXT)
            .columnAmongKept("contactMedium.characteristic.emailAddress", "p.email", ValueType.TEXT)
            .example("""
                    {"tradingName": "Cirrus Cloud", "name": "Cirrus Cloud Inc.", "isLegalEntity": true,
                     "contactMedium": [{"mediumType": "postalAddress", "preferred": true,
                       "characteristic": {"street1": "548 Market Street", "city": "San Francisco", "postCode": "94104", "country": "US"}}]}
                    """)
            .build();

    OrganizationResource(MasterDataImport imports, IdGenerator ids) {
        super(imports, ids, KIND);
    }

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public PagedQuery query() {
        return QUERY;
    }

    @Override
    public ObjectNode show(Row row) {
        ObjectNode shown = kept(row);
        shown.put("name", row.getString("name"));
        if (!shown.has("tradingName")) {
            shown.put("tradingName", row.getString("name"));
        }
        if (!shown.has("isLegalEntity")) {
            shown.put("isLegalEntity", true);
        }
        if (!shown.has("status")) {
            shown.put("status", "validated");
        }
        Identifiers.put(
                shown,
                "organizationIdentification",
                "identificationType",
                LEGAL_ID,
                "identificationId",
                row.getString("legal_id"));
        return shown;
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("name");
    }

    @Override
    protected void strip(ObjectNode kept) {
        super.strip(kept);
        Identifiers.empty(kept, "organizationIdentification", "identificationType", LEGAL_ID, "identificationId");
    }

    @Override
    String name(ObjectNode body) {
        String name = text(body, "name");
        return name != null ? name : text(body, "tradingName");
    }

    @Override
    String legalId(ObjectNode body) {
        return Identifiers.find(body, "organizationIdentification", "identificationType", LEGAL_ID, "identificationId");
    }
}
