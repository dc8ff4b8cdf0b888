package io.billinghub.api.consumption;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.Estimates;
import io.billinghub.core.consumption.infrastructure.PayingAccountSql;
import io.billinghub.core.consumption.model.PayingAccount;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What an account's next bill will be. */
@Path("/hub/v1/accounts/{number}/estimate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage so far")
public class EstimateResource {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9998;

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final PayingAccountSql accounts;
    private final Estimates estimates;
    private final Clock clock;

    EstimateResource(
            RequestContext context,
            TenantTransaction transactions,
            PayingAccountSql accounts,
            Estimates estimates,
            Clock clock) {
        this.context = context;
        this.transactions = transactions;
        this.accounts = accounts;
        this.estimates = estimates;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR,
        RealmRoles.CUSTOMER
    })
    @Operation(
            summary = "What the bill of a period would charge by what is known now",
            description =
                    "Usage so far and the fees that are due, of the account and those it pays for, by line and net of tax, computed as a bill"
                            + " run computes them. Lines of partners' bills, and differences for periods that are billed already, are not in it, nor is what the terms of the account make of"
                            + " all lines of the bill (discounts, minimum spend, points, prepaid credits, sponsors); notIncluded says so.")
    @APIResponse(
            responseCode = "200",
            description = "The estimate",
            content = @Content(schema = @Schema(implementation = EstimateView.class)))
    @APIResponse(responseCode = "404", description = "There is no account with this number that the login may see")
    public Uni<EstimateView> estimate(
            @Parameter(description = "The number of the account", example = "NL-1001") @PathParam("number")
                    String number,
            @Parameter(
                            description =
                                    "A day of the period. Where there is none: today's period, or the first open one where that is closed for intake",
                            example = "2026-11-15")
                    @QueryParam("date")
                    String date) {
        Optional<LocalDate> day = day(date);
        Instant now = clock.instant();
        context.requireNoPartner();
        return context.tenantContext()
                .flatMap(login -> transactions.snapshot(
                        login,
                        connection -> accounts.byNumber(connection, number)
                                .map(found -> found.orElseThrow(() -> new HubException(
                                        CoreError.UNKNOWN_RESOURCE,
                                        "there is no account with the number '" + number + "'")))
                                .flatMap(account -> transactions.lifted(
                                        connection, login, all -> estimate(all, account, day, now)))));
    }

    private Uni<EstimateView> estimate(
            SqlConnection connection, PayingAccount account, Optional<LocalDate> day, Instant now) {
        CyclePeriod period = day.map(date -> CyclePeriod.containing(date, account.dayOfMonth()))
                .orElseGet(() -> account.openAt(now));
        Estimates.Billed billed = new Estimates.Billed(
                account.cycleId(), account.dayOfMonth(), account.zone(), account.rootId(), account.rated());
        return estimates.of(connection, billed, period).map(estimate -> EstimateView.of(account, estimate, now));
    }

    private static Optional<LocalDate> day(String date) {
        if (date == null) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(date);
            if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
                return Optional.of(day);
            }
        } catch (DateTimeParseException e) {
            throw noDay(date, e);
        }
        throw noDay(date, null);
    }

    private static HubException noDay(String date, Throwable cause) {
        return new HubException(
                ApiError.INVALID_PARAMETER,
                "The parameter 'date' must be a day of the period, like 2026-11-15, not '" + date + "'.",
                cause);
    }
}
