package io.billinghub.api.onboarding;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.onboarding.partnercase.model.OnboardingCase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A case as it is shown.
 *
 * @param waitsFor what has to happen next, and who does it
 * @param resources where the parts of the partner are read and changed one by one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaseView(
        UUID id,
        @Schema(examples = "bergen-maps") String partner,
        String name,
        String country,

        @Schema(
                enumeration = {
                    "INVITED",
                    "IN_REVIEW",
                    "AGREEMENT_SIGNED",
                    "ADAPTER_TESTED",
                    "CERTIFIED",
                    "ACTIVE",
                    "SUSPENDED",
                    "ENDED"
                })
        String state,

        String waitsFor,
        String template,
        String agreement,
        Resources resources,
        List<Adapter> adapters,
        List<Step> history,
        Instant createdAt,
        String createdBy) {

    static final String PATH = "/hub/v1/onboardings";

    public CaseView {
        adapters = List.copyOf(adapters);
        history = List.copyOf(history);
    }

    /** Paths of TMF resources. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Resources(
            String organization, String partyRole, String agreement, String partnership, String settlementAccount) {}

    /** @param testedVersion the version that has read its sample last; absent where none has */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Adapter(String key, int version, Integer testedVersion) {}

    /** @param from absent for the first one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(String from, String to, String by, Instant at, String reason) {}

    static CaseView of(OnboardingCase shown) {
        return new CaseView(
                shown.uuid(),
                shown.partner(),
                shown.name(),
                shown.country(),
                shown.state().name(),
                shown.waitsFor(),
                shown.template(),
                shown.agreementKey(),
                new Resources(
                        path("/tmf-api/party/v4/organization/", shown.party()),
                        path("/tmf-api/partyRoleManagement/v4/partyRole/", shown.partyRole()),
                        path("/tmf-api/agreementManagement/v4/agreement/", shown.agreement()),
                        path("/tmf-api/partnershipManagement/v4/partnership/", shown.partnership()),
                        path("/tmf-api/accountManagement/v4/settlementAccount/", shown.settlementAccount())),
                shown.adapters().stream()
                        .map(adapter -> new Adapter(adapter.key(), adapter.version(), adapter.testedVersion()))
                        .toList(),
                shown.history().stream()
                        .map(step -> new Step(
                                step.from() == null ? null : step.from().name(),
                                step.to().name(),
                                step.by(),
                                step.at(),
                                step.reason()))
                        .toList(),
                shown.createdAt(),
                shown.createdBy());
    }

    private static String path(String collection, UUID id) {
        return id == null ? null : collection + id;
    }
}
