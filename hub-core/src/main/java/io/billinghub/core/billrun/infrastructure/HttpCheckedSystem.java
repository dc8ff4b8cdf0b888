package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.application.CheckedSystem;
import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.notification.infrastructure.Targets;
import io.billinghub.core.notification.model.TargetAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Asks by the way on which listeners are called, so no check leads into the operator's own network. */
@ApplicationScoped
public class HttpCheckedSystem implements CheckedSystem {

    private final Targets targets;

    public HttpCheckedSystem(Targets targets) {
        this.targets = targets;
    }

    @Override
    public Uni<TargetAnswer> ask(RunCheck.Http check, Map<String, String> headers, String body) {
        return targets.call(check.method(), check.url(), headers, body, check.limit());
    }
}
