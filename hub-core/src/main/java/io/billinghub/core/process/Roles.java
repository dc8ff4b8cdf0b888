package io.billinghub.core.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The roles of this process: {@code hub.roles}, a list of role names in any case; all where it is not set. */
@ApplicationScoped
public class Roles {

    /** The value of {@code hub.roles} where none is given. */
    public static final String ALL = "api,adapters,billing,settlement";

    private final Set<Role> roles;

    /**
     * @param names role names as configured
     * @throws IllegalArgumentException if there is none, or one is not a role
     */
    @Inject
    public Roles(@ConfigProperty(name = "hub.roles", defaultValue = ALL) List<String> names) {
        EnumSet<Role> parsed = EnumSet.noneOf(Role.class);
        for (String name : names) {
            parsed.add(role(name));
        }
        if (parsed.isEmpty()) {
            throw new IllegalArgumentException("hub.roles names no role; give at least one of " + ALL);
        }
        this.roles = Set.copyOf(parsed);
    }

    /** Whether this process has the role. */
    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** Whether this process has any role that works in the background. */
    public boolean hasWorker() {
        return roles.stream().anyMatch(Role::worker);
    }

    private static Role role(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "hub.roles names \"" + name.strip() + "\", which is not a role; the roles are " + ALL));
    }
}
