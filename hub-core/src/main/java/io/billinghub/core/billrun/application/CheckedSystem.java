package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.notification.model.TargetAnswer;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** The other system that an HTTP check asks. */
@FunctionalInterface
public interface CheckedSystem {

    /** Asks it; never fails, however it behaves, and takes not much longer than the check's limit. */
    Uni<TargetAnswer> ask(RunCheck.Http check, Map<String, String> headers, String body);
}
