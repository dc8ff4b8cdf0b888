package io.billinghub.api.onboarding;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.dryrun.AdapterContracts;
import io.billinghub.adapters.dryrun.DryRun;
import io.billinghub.adapters.dryrun.DryRuns;
import io.billinghub.adapters.mapping.PlainExpression;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.error.ErrorAnswers;
import io.billinghub.api.error.Refusal;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.agreement.AgreementProposal;
import io.billinghub.onboarding.agreement.AgreementProposals;
import io.billinghub.onboarding.links.AccountLinkImport;
import io.billinghub.onboarding.links.LinkReport;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.partnercase.application.OnboardingCases;
import io.billinghub.onboarding.partnercase.model.CaseState;
import io.billinghub.onboarding.partnercase.model.OnboardingCase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The test of a partner's adapter in one transaction: links, a dry run of the sample, and, if each line was accepted, the adapter with
 * the sample as its contract and the step of the case. Else nothing of it stays.
 */
@ApplicationScoped
class AdapterTest {

    private final OnboardingCases cases;
    private final AccountLinkImport links;
    private final AgreementProposals proposals;
    private final DryRuns dryRuns;
    private final AdapterDescriptors adapters;
    private final AdapterContracts contracts;
    private final ErrorAnswers errors;
    private final ObjectMapper json;

    AdapterTest(
            OnboardingCases cases,
            AccountLinkImport links,
            AgreementProposals proposals,
            DryRuns dryRuns,
            AdapterDescriptors adapters,
            AdapterContracts contracts,
            ErrorAnswers errors,
            ObjectMapper json) {
        this.cases = cases;
        this.links = links;
        this.proposals = proposals;
        this.dryRuns = dryRuns;
        this.adapters = adapters;
        this.contracts = contracts;
        this.errors = errors;
        this.json = json;
    }

    /**
     * What is sent.
     *
     * @param descriptor JSON; what follows from the case may be left out
     * @param accountLinks CSV; empty for none
     */
    record Sent(String partner, byte[] descriptor, String fileName, byte[] sample, byte[] accountLinks) {

        String path() {
            return CaseView.PATH + "/" + partner + "/adapter";
        }
    }

    /** The answer: of 200 with the case and the dry run, or of 422 with what was found. */
    Uni<Answer> run(SqlConnection connection, TenantContext login, Importer importer, Sent sent) {
        return cases.locked(connection, sent.partner())
                .invoke(OnboardingCases::requireSigned)
                .invoke(found -> requireOnboarding(login, found))
                .call(() -> connection.query("savepoint adapter_test").execute())
                .flatMap(found -> linked(connection, importer, sent)
                        .flatMap(
                                report -> report.map(refused -> Uni.createFrom().item(refused))
                                        .orElseGet(() -> tried(connection, login, sent, found))));
    }

    /** A refusal, if a row is refused. */
    private Uni<Optional<Answer>> linked(SqlConnection connection, Importer importer, Sent sent) {
        if (sent.accountLinks().length == 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        return links.run(connection, importer, sent.partner(), sent.accountLinks(), true)
                .flatMap(report -> report.refused() == 0
                        ? Uni.createFrom().item(Optional.<Answer>empty())
                        : undone(
                                        connection,
                                        sent,
                                        "A link was refused: " + firstOf(report) + ".",
                                        Map.of("links", LinksView.of(report)))
                                .map(Optional::of));
    }

    private Uni<Answer> tried(SqlConnection connection, TenantContext login, Sent sent, OnboardingCase found) {
        ObjectNode descriptor = completed(sent, found);
        return transport(connection, login, descriptor)
                .invoke(() -> requirePlain(login, descriptor))
                .flatMap(done -> proposals.of(connection, found.agreementId()))
                .flatMap(versions -> {
                    currency(descriptor, versions);
                    return tried(connection, login, sent, found, descriptor);
                });
    }

    /**
     * Push where the descriptor does not say it. Whom the hub calls, with which of the tenant's secrets, and which folder it reads is
     * the marketplace's to say: a partner that chose it could have another one's secret sent to itself, or read another one's files.
     */
    private Uni<Void> transport(SqlConnection connection, TenantContext login, ObjectNode descriptor) {
        if (!descriptor.has("transport")) {
            descriptor.putObject("transport").put("type", "push");
        }
        if (login.partnerId().isEmpty()
                || "push".equals(descriptor.at("/transport/type").asText())) {
            return Uni.createFrom().voidItem();
        }
        return adapters.find(connection, descriptor.path("key").asText())
                .invoke(stored -> {
                    if (stored.filter(same ->
                                    same.descriptor().transport().options().equals(descriptor.path("transport")))
                            .isEmpty()) {
                        throw new HubException(
                                ApiError.FORBIDDEN,
                                "/transport: a partner's is push, or what the marketplace has stored; ask the marketplace for another.");
                    }
                })
                .replaceWithVoid();
    }

    /** What runs in the hub for a partner costs no more than the sample. */
    private static void requirePlain(TenantContext login, ObjectNode descriptor) {
        if (login.partnerId().isPresent()) {
            for (String expression : descriptor.path("mapping").findValuesAsText("jsonata")) {
                PlainExpression.flaw(expression).ifPresent(flaw -> {
                    throw new HubException(
                            ApiError.FORBIDDEN, "/mapping: " + flaw + "; ask the marketplace to store this adapter.");
                });
            }
        }
    }

    private Uni<Answer> tried(
            SqlConnection connection, TenantContext login, Sent sent, OnboardingCase found, ObjectNode descriptor) {
        String key = descriptor.path("key").asText();
        DryRuns.Sample sample = new DryRuns.Sample(
                sent.partner(), key, Optional.of(descriptor.toString()), sent.fileName(), null, sent.sample());
        return dryRuns.run(connection, login, sample)
                .flatMap(run -> run.clean()
                        ? adapters.put(connection, login, key, descriptor.toString())
                                .call(() -> contracts.keep(connection, login, key, sample, run.canonical()))
                                .flatMap(stored -> cases.tested(connection, login, found, key))
                                .map(tested -> Answer.of(
                                        json,
                                        200,
                                        Optional.empty(),
                                        new Tested(CaseView.of(tested), TrialView.of(run))))
                        : undone(connection, sent, why(run), Map.of("dryRun", TrialView.of(run))));
    }

    /** @param dryRun the trial of the sample */
    public record Tested(CaseView onboarding, TrialView dryRun) {}

    private Uni<Answer> undone(SqlConnection connection, Sent sent, String why, Map<String, Object> members) {
        Refusal refusal = Refusal.of(AdapterError.SAMPLE_NOT_ACCEPTED, why + " Nothing was stored.");
        for (Map.Entry<String, Object> member : members.entrySet()) {
            refusal = refusal.with(member.getKey(), member.getValue());
        }
        ErrorAnswers.Answer answer = errors.answer(refusal, sent.path());
        return connection
                .query("rollback to savepoint adapter_test")
                .execute()
                .map(done -> new Answer(answer.status(), Optional.empty(), answer.body()));
    }

    private ObjectNode completed(Sent sent, OnboardingCase found) {
        ObjectNode descriptor = SampleForm.json(json, sent.descriptor());
        preset(descriptor, "key", found.partner());
        preset(descriptor, "partner", found.partner());
        preset(descriptor, "agreement", found.agreementKey());
        if (!descriptor.has("preset")) {
            preset(descriptor, "kind", "BILL");
        }
        if (!descriptor.has("preset") && !descriptor.has("format")) {
            descriptor.putObject("format").put("type", "csv");
        }
        if (!found.partner().equals(descriptor.path("partner").asText())) {
            throw new HubException(
                    AdapterError.INVALID_REQUEST, "/partner: must be " + found.partner() + ", or left out.");
        }
        return descriptor;
    }

    /** Of a CSV that does not say it: the currency of the agreement. */
    private static void currency(ObjectNode descriptor, List<AgreementProposal> versions) {
        boolean said = descriptor.at("/mapping/columns").has("currency")
                || descriptor.at("/mapping/constants").has("currency");
        if (said
                || !descriptor.at("/format/type").asText().equals("csv")
                || !descriptor.path("kind").asText().equals("BILL")
                || !(descriptor.path("mapping") instanceof ObjectNode mapping)) {
            return;
        }
        versions.stream()
                .filter(version -> version.state().equals("IN_FORCE"))
                .reduce((first, last) -> last)
                .ifPresent(version -> mapping.withObject("/constants")
                        .put("currency", version.terms().path("currency").asText()));
    }

    private static void preset(ObjectNode descriptor, String member, String value) {
        if (!descriptor.has(member)) {
            descriptor.put(member, value);
        }
    }

    /** What the marketplace has certified is what goes live: from then on the partner's adapter is changed by the marketplace. */
    private static void requireOnboarding(TenantContext login, OnboardingCase found) {
        if (login.partnerId().isPresent() && found.state().compareTo(CaseState.CERTIFIED) >= 0) {
            throw new HubException(
                    ApiError.FORBIDDEN,
                    "The case is " + found.state() + ": the marketplace changes adapters from now on.");
        }
    }

    private static String why(DryRun run) {
        if (run.duplicate()) {
            return "The same bytes were received before.";
        }
        String first = run.findings().isEmpty()
                ? ""
                : " The first finding, at " + run.findings().get(0).place() + ": "
                        + run.findings().get(0).detail() + ".";
        return "The sample would be " + run.status() + "." + first;
    }

    private static String firstOf(LinkReport report) {
        return report.rows().stream()
                .filter(row -> row.code() != null)
                .findFirst()
                .map(row -> "row " + row.row() + ", " + row.message())
                .orElse("");
    }
}
