package io.billinghub.api.assurance;

import io.billinghub.adapters.validation.RuleCatalogue;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The catalogue of validation rules; the same for all tenants. */
@Path("/hub/v1/validation-rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
public class ValidationRuleResource {

    private final RequestContext context;

    ValidationRuleResource(RequestContext context) {
        this.context = context;
    }

    /**
     * A rule as it is shown.
     *
     * @param checks what it checks
     * @param severity what it does where the agreement says nothing
     * @param mildestSeverity the mildest that an agreement can set
     */
    public record ValidationRule(
            @Schema(examples = "PRICE_DIFFERS") String code,
            String checks,
            @Schema(examples = "QUARANTINE") String severity,
            @Schema(examples = "WARN") String mildestSeverity,
            String whatToDo) {

        static ValidationRule of(RuleCatalogue.Rule rule) {
            return new ValidationRule(
                    rule.code().name(),
                    rule.checks(),
                    rule.standard().name(),
                    rule.mildest().name(),
                    rule.whatToDo());
        }
    }

    @GET
    @RolesAllowed({
        RealmRoles.PARTNER,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "The validation rules, by code: what each checks, how severe it is and what to do")
    public Listing<ValidationRule> list(
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        context.requiredTenantKey();
        PageRequest page = PageRequest.of("validation-rules", cursor, limit);
        List<ValidationRule> rules = RuleCatalogue.rules().stream()
                .map(ValidationRule::of)
                .sorted(Comparator.comparing(ValidationRule::code))
                .filter(rule -> page.after().isEmpty()
                        || rule.code().compareTo(page.after().get()) > 0)
                .limit(page.limit() + 1L)
                .toList();
        return page.listing(rules, ValidationRule::code);
    }
}
