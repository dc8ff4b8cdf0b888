package io.billinghub.api.party;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.billinghub.api.tmf630.ResourceType;
import io.billinghub.onboarding.party.OrganizationView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** TMF632 Organization: a company that the tenant deals with, or the tenant's own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Organization")
record Organization(
        @Schema(examples = "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11")
        String id,

        String href,
        @Schema(examples = "Cirrus Cloud Inc.") String name,
        boolean isLegalEntity,
        List<Identifier> externalReference,
        List<Identification> organizationIdentification,
        List<Medium> contactMedium,
        @JsonProperty("@type") String type) {

    static final ResourceType TYPE = new ResourceType(
            "Organization",
            OrganizationResource.PATH + "/organization",
            Set.of(
                    "id",
                    "href",
                    "name",
                    "isLegalEntity",
                    "externalReference",
                    "organizationIdentification",
                    "contactMedium"),
            Map.of(),
            Map.of(),
            "p.id");

    /** ExternalReference: how the tenant's master data call the organization. */
    record Identifier(String externalReferenceType, String name) {}

    /** OrganizationIdentification. */
    record Identification(String identificationType, String identificationId) {}

    /** ContactMedium. */
    record Medium(String mediumType, boolean preferred, Characteristic characteristic) {}

    /** MediumCharacteristic; what does not belong to the medium is null. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Characteristic(String street1, String city, String postCode, String country, String emailAddress) {}

    static Organization of(OrganizationView view) {
        List<Medium> media = new ArrayList<>();
        media.add(new Medium(
                "postalAddress",
                true,
                new Characteristic(view.street(), view.city(), view.postcode(), view.country(), null)));
        if (view.email() != null) {
            media.add(new Medium("email", false, new Characteristic(null, null, null, null, view.email())));
        }
        return new Organization(
                view.id().toString(),
                TYPE.href(view.id().toString()),
                view.name(),
                true,
                List.of(new Identifier("partyKey", view.key())),
                view.legalId() == null ? null : List.of(new Identification("legalId", view.legalId())),
                media,
                "Organization");
    }
}
