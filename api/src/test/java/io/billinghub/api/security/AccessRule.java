package io.billinghub.api.security;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A line of {@code security/matrix.txt}.
 *
 * @param path template, or a beginning that ends with {@code /*}
 * @param roles who may; empty for {@code open} and {@code login}
 * @param rows {@code tenant}, {@code none}, or {@code partner}, {@code account}: what narrows a bound login; with a + behind it the
 *     login is shown besides its own what is common to all
 */
public record AccessRule(
        Set<String> methods, String path, Kind kind, Set<String> roles, Set<String> rows, String note) {

    /** The roles in the order of their letters. */
    static final List<String> ROLES = List.of(
            RealmRoles.HUB_ADMIN,
            RealmRoles.MARKETPLACE_ADMIN,
            RealmRoles.BILLING_MANAGER,
            RealmRoles.BILLING_OPERATIVE,
            RealmRoles.IT_OPERATIVE,
            RealmRoles.FINANCE,
            RealmRoles.AUDITOR,
            RealmRoles.PARTNER,
            RealmRoles.CUSTOMER);

    private static final String LETTERS = "HMBOIFAPC";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> ROWS = Set.of("tenant", "partner", "account", "partner+", "account+", "none");
    private static final String NO_OBJECT = "no object:";

    /** Who is let in: everybody, every login, or logins with one of the roles. */
    public enum Kind {
        OPEN,
        LOGIN,
        ROLES
    }

    static AccessRule parse(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != 5) {
            throw new IllegalArgumentException("a rule has five cells, separated by |: " + line);
        }
        Set<String> methods = words(cells[0], METHODS, line);
        Set<String> rows = words(cells[3], ROWS, line);
        String who = cells[2].strip();
        Kind kind = switch (who) {
            case "open" -> Kind.OPEN;
            case "login" -> Kind.LOGIN;
            default -> Kind.ROLES;
        };
        return new AccessRule(
                methods,
                cells[1].strip(),
                kind,
                kind == Kind.ROLES ? roles(who, line) : Set.of(),
                rows,
                cells[4].strip());
    }

    /** Whether the login may; the tenant and the object are another question. */
    boolean allows(String role) {
        return kind != Kind.ROLES || roles.contains(role);
    }

    boolean writes() {
        return !methods.equals(Set.of("GET"));
    }

    /** Whether a login with this role is shown a part of the tenant's rows alone. */
    boolean narrows(String role) {
        return narrowsStrictly(role)
                || role.equals(RealmRoles.PARTNER) && rows.contains("partner+")
                || role.equals(RealmRoles.CUSTOMER) && rows.contains("account+");
    }

    /** Whether it is shown nothing that another one is shown. */
    boolean narrowsStrictly(String role) {
        return role.equals(RealmRoles.PARTNER) && rows.contains("partner")
                || role.equals(RealmRoles.CUSTOMER) && rows.contains("account");
    }

    public boolean hasNoObject() {
        return note.startsWith(NO_OBJECT) || rows.contains("none");
    }

    /** How exactly the rule names a route: 0 not at all; a path in full is above each beginning. */
    int fits(String method, String template) {
        if (!methods.contains(method)) {
            return 0;
        }
        if (path.equals(template)) {
            return Integer.MAX_VALUE;
        }
        return path.endsWith("/*") && template.startsWith(path.substring(0, path.length() - 1)) ? path.length() : 0;
    }

    private static Set<String> words(String cell, Set<String> known, String line) {
        Set<String> words = new LinkedHashSet<>(Arrays.asList(cell.strip().split("[\\s,]+")));
        if (!known.containsAll(words)) {
            throw new IllegalArgumentException(words + " are not all of " + known + ": " + line);
        }
        return words;
    }

    private static Set<String> roles(String letters, String line) {
        if (letters.length() != LETTERS.length()) {
            throw new IllegalArgumentException("the roles are " + LETTERS.length() + " letters or '-': " + line);
        }
        Set<String> roles = new LinkedHashSet<>();
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter != '-' && letter != LETTERS.charAt(i)) {
                throw new IllegalArgumentException(
                        "expected " + LETTERS.charAt(i) + " or - at role " + i + ": " + line);
            }
            if (letter != '-') {
                roles.add(ROLES.get(i));
            }
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("nobody may, so what is the route for? " + line);
        }
        return roles;
    }
}
