package io.billinghub.api.billrun;

import io.billinghub.api.security.RealmRoles;
import java.util.Set;

/** Who may do what with bill runs. The annotations of resources and pages name the same roles; a test compares them. */
public final class RunRights {

    /** See states, times and how far a run is. */
    public static final Set<String> SEE = Set.of(
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.IT_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR);

    /** See what is billed as well. */
    public static final Set<String> SEE_AMOUNTS =
            Set.of(RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE, RealmRoles.AUDITOR);

    /** Note something about runs. */
    public static final Set<String> NOTE =
            Set.of(RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE);

    /** Start, pause, resume, put off and cancel runs, leave out a time of a schedule. */
    public static final Set<String> OPERATE = Set.of(RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER);

    /** Approve runs that others have started, let them wait no longer, make schedules. */
    public static final Set<String> DECIDE = Set.of(RealmRoles.BILLING_MANAGER);

    private RunRights() {}
}
