package io.billinghub.core.accountterms.application;

import io.billinghub.core.accountterms.infrastructure.AccountTermsJson;
import io.billinghub.core.accountterms.infrastructure.AccountTermsReading;
import io.billinghub.core.accountterms.infrastructure.TermsTable;
import io.billinghub.core.accountterms.model.StoredTerms;
import io.billinghub.core.accountterms.model.TermsDocument;
import io.billinghub.core.accountterms.model.TermsHistory;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Keeps terms: makes versions of them and ends them, one change of a tenant's terms at a time. */
@ApplicationScoped
public class TermsKeeping {

    private final TermsTable table;
    private final AuditLog audit;
    private final Clock clock;

    public TermsKeeping(TermsTable table, AuditLog audit, Clock clock) {
        this.table = table;
        this.audit = audit;
        this.clock = clock;
    }

    /** Versions by key and number. */
    public Uni<List<StoredTerms>> list(SqlConnection connection, TermsTable.Query query) {
        return table.list(connection, query);
    }

    /** All versions of the key; fails with UNKNOWN_RESOURCE where there is none. */
    public Uni<TermsHistory> one(SqlConnection connection, String key) {
        return table.history(connection, key).invoke(history -> {
            if (history.versions().isEmpty()) {
                throw unknown(key);
            }
        });
    }

    /**
     * Stores the terms as the next version of their key, or as the first one. Fails with TERMS_REFUSED, and with TERMS_BEGUN where a
     * version has begun that would have to be changed.
     *
     * @param condition judges what the last version counts; empty where there is none
     */
    public Uni<TermsHistory> put(
            SqlConnection connection, TenantContext login, TermsDocument terms, Consumer<OptionalInt> condition) {
        return locked(connection, terms.key(), condition)
                .call(history -> table.misfit(connection, terms).invoke(TermsKeeping::refuse))
                .call(history -> table.doubledCoupon(connection, terms).invoke(TermsKeeping::refuse))
                .flatMap(history -> {
                    TermsHistory.Change change = allowed(terms.key(), history.put(terms, today()));
                    return apply(connection, login, change)
                            .flatMap(done -> table.insert(connection, login, terms, change, clock.instant()))
                            .flatMap(done -> table.history(connection, terms.key()))
                            .call(after -> audit.append(
                                    connection,
                                    login,
                                    history.versions().isEmpty() ? "account-terms.create" : "account-terms.change",
                                    subject(terms.key()),
                                    history.last().map(TermsKeeping::json),
                                    after.last().map(TermsKeeping::json)));
                });
    }

    /**
     * Ends the terms. Empty if that takes back the only version, which has not begun. Fails with UNKNOWN_RESOURCE and TERMS_BEGUN.
     *
     * @param validTo the day after the last one
     * @param condition judges what the last version counts
     */
    public Uni<TermsHistory> end(
            SqlConnection connection,
            TenantContext login,
            String key,
            LocalDate validTo,
            Consumer<OptionalInt> condition) {
        return locked(connection, key, edit -> {
                    if (edit.isEmpty()) {
                        throw unknown(key);
                    }
                    condition.accept(edit);
                })
                .flatMap(history -> apply(connection, login, allowed(key, history.end(validTo, today())))
                        .flatMap(done -> table.history(connection, key))
                        .call(after -> audit.append(
                                connection,
                                login,
                                "account-terms.end",
                                subject(key),
                                history.last().map(TermsKeeping::json),
                                after.last().map(TermsKeeping::json))));
    }

    private Uni<TermsHistory> locked(SqlConnection connection, String key, Consumer<OptionalInt> condition) {
        return table.lock(connection)
                .flatMap(done -> table.history(connection, key))
                .invoke(history -> condition.accept(history.edit()));
    }

    private Uni<Void> apply(SqlConnection connection, TenantContext login, TermsHistory.Change change) {
        Uni<Void> withdrawn = change.withdrawn()
                .map(version -> table.delete(connection, version))
                .orElse(Uni.createFrom().voidItem());
        return withdrawn.flatMap(done -> change.ended()
                .map(ended -> table.end(connection, login, ended, change.edit(), clock.instant()))
                .orElse(Uni.createFrom().voidItem()));
    }

    private static TermsHistory.Change allowed(String key, TermsHistory.Outcome outcome) {
        if (outcome instanceof TermsHistory.Refused refused) {
            throw new HubException(CoreError.TERMS_BEGUN, "terms '" + key + "': " + refused.problem());
        }
        return (TermsHistory.Change) outcome;
    }

    private static void refuse(Optional<AccountTermsReading.Refused> found) {
        found.ifPresent(refused -> {
            throw new HubException(CoreError.TERMS_REFUSED, refused.path() + ": " + refused.problem());
        });
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static HubException unknown(String key) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "there are no terms with the key '" + key + "'");
    }

    private static String subject(String key) {
        return "account-terms/" + key;
    }

    private static String json(StoredTerms stored) {
        return AccountTermsJson.write(stored.terms());
    }
}
