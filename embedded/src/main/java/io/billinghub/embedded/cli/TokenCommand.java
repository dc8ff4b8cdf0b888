package io.billinghub.embedded.cli;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.keycloak.DemoRealm;
import io.billinghub.embedded.keycloak.DemoTokens;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.util.List;

/** Prints a bearer token: of a demo user by password, of a demo partner by client credentials. */
final class TokenCommand implements Command {

    private final HubSettings settings;

    TokenCommand(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String parameters() {
        return "USER";
    }

    @Override
    public String summary() {
        return "Print a bearer token of a demo user, for example: ./hub token billing-operative";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        DemoRealm realm = DemoRealm.load();
        if (arguments.size() != 1) {
            throw new UsageException("token takes one user. " + known(realm));
        }
        String user = arguments.get(0);
        if (!realm.users().contains(user) && !realm.partnerClients().contains(user)) {
            throw new UsageException("there is no demo user '" + user + "'. " + known(realm));
        }
        System.out.println(new DemoTokens(realmUrl(settings)).token(user));
        return 0;
    }

    private static String known(DemoRealm realm) {
        return "Users: " + String.join(", ", realm.users()) + "; partners: "
                + String.join(", ", realm.partnerClients());
    }

    /** The realm's address: the configured one, or that of the running services. */
    static String realmUrl(HubSettings settings) {
        if (settings.isSet(Service.KEYCLOAK.replacedBy())) {
            return settings.environment().get(Service.KEYCLOAK.replacedBy()).strip();
        }
        return EmbeddedServices.running(settings.data())
                .filter(services -> services.runs(Service.KEYCLOAK))
                .map(EmbeddedServices::realmUrl)
                .orElseThrow(() -> new EmbeddedServicesException("Keycloak does not run in " + settings.data()
                        + ". Start the hub first (./hub start), with the same HUB_DATA."));
    }
}
