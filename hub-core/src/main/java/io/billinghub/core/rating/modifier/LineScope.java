package io.billinghub.core.rating.modifier;

import java.util.List;

/**
 * Which lines a modifier is about. Each list that is not empty must hold what the line says; one that is empty or left out
 * asks nothing.
 *
 * @param products keys of offerings
 * @param partners keys of parties
 * @param kinds what is charged for; if empty, all services (see {@link ChargeKind#isService()})
 */
public record LineScope(List<String> products, List<String> partners, List<ChargeKind> kinds) {
    /** All lines for services. */
    public static final LineScope SERVICES = new LineScope(null, null, null);

    /** Takes lists that are left out as empty. */
    public LineScope {
        products = Checks.list(products);
        partners = Checks.list(partners);
        kinds = Checks.list(kinds);
    }

    /** All services of these products. */
    public static LineScope ofProducts(List<String> products) {
        return new LineScope(products, null, null);
    }

    /** Whether the line is inside. */
    public boolean matches(RatedLine line) {
        ChargeKind kind = line.item().kind();
        return names(line) && (kinds.isEmpty() ? kind.isService() : kinds.contains(kind));
    }

    /**
     * Whether a minimum counts the line: one inside, or what another minimum has added under one of the products, unless kinds are
     * named. So minima that stand over each other are not all paid in full.
     */
    public boolean matchesForMinimum(RatedLine line) {
        return matches(line) || names(line) && kinds.isEmpty() && line.item().kind() == ChargeKind.TRUE_UP;
    }

    private boolean names(RatedLine line) {
        ChargedItem item = line.item();
        return (products.isEmpty() || products.contains(item.product()))
                && (partners.isEmpty() || partners.contains(item.partner()));
    }
}
