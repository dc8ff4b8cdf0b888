package io.billinghub.api.party;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.LifeCycle;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Set;

/** TMF632 individual: a natural person. */
@Singleton
class IndividualResource extends PartyResource {

    private static final String KIND = "INDIVIDUAL";
    private static final PagedQuery QUERY = query(KIND);

    private static final Definition DEFINITION = described("individual")
            .attributes("""
                    aristocraticTitle: string
                    birthDate: dateTime
                    countryOfBirth: string
                    deathDate: dateTime
                    familyName: string, required
                    familyNamePrefix: string
                    formattedName: string
                    fullName: string
                    gender: string
                    generation: string
                    givenName: string, required
                    legalName: string
                    location: string
                    maritalStatus: string
                    middleName: string
                    nationality: string
                    placeOfBirth: string
                    preferredGivenName: string
                    title: string
                    contactMedium: [object]
                    creditRating: [object]
                    disability: [object]
                    externalReference: [object]
                    individualIdentification: [object]
                    languageAbility: [object]
                    otherName: [object]
                    partyCharacteristic: [object]
                    relatedParty: [ref]
                    skill: [object]
                    status: string
                    taxExemptionCertificate: [object]
                    """)
            .lifeCycle(
                    LifeCycle.free("status", "initialized", Set.of("initialized", "validated", "deceaded", "deceased")))
            .column("fullName", "p.name", ValueType.TEXT)
            .columnAmongKept("externalReference.name", "p.key", ValueType.TEXT)
            .columnAmongKept("contactMedium.characteristic.city", "p.city", ValueType.TEXT)
            .columnAmongKept("contactMedium.characteristic.country", "p.country::text", ValueType.TEXT)
            .columnAmongKept("contactMedium.characteristic.emailAddress", "p.email", ValueType.TEXT)
            .example("""
                    {"givenName": "Aino", "familyName": "Lehtovaara",
                     "contactMedium": [{"mediumType": "postalAddress", "preferred": true,
                       "characteristic": {"street1": "Mannerheimintie 1", "city": "Helsinki", "postCode": "00100", "country": "FI"}}]}
                    """)
            .build();

    IndividualResource(MasterDataImport imports, IdGenerator ids) {
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
        String name = row.getString("name");
        shown.put("fullName", name);
        int space = name.lastIndexOf(' ');
        if (!shown.has("givenName")) {
            shown.put("givenName", space < 0 ? name : name.substring(0, space));
        }
        if (!shown.has("familyName")) {
            shown.put("familyName", name.substring(space + 1));
        }
        if (!shown.has("status")) {
            shown.put("status", "validated");
        }
        return shown;
    }

    @Override
    protected Set<String> interpreted() {
        return Set.of("fullName");
    }

    @Override
    String name(ObjectNode body) {
        String whole = text(body, "fullName");
        return whole != null ? whole : text(body, "givenName") + " " + text(body, "familyName");
    }

    @Override
    String legalId(ObjectNode body) {
        return null;
    }
}
