package io.billinghub.api.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.openapi.Route;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.Wire;
import io.billinghub.api.tmf630.resource.ResourceSamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Real objects for paths with a variable, each list read once per login. Mostly they find themselves: the ids that {@code GET} of the path before the variable
 * lists for a login. What lists nothing in the demo's data is made from its sample in {@link ResourceSamples}; what has no such list
 * is entered in {@link #BY_HAND}.
 */
public final class SecurityObjects {

    /** How to find the ids of the objects that a login may see. */
    private interface Finder {
        Set<String> ids(Login login);
    }

    /** Beginning of a template, to what finds the objects of all paths below it. */
    private static final Map<String, Finder> BY_HAND = new LinkedHashMap<>();

    static {
        BY_HAND.put("/hub/v1/trace/{id}", login -> rows(login, "select uuid from customer_bill"));
        BY_HAND.put("/hub/v1/persons/{id}", login -> rows(login, "select uuid from party where kind = 'INDIVIDUAL'"));
        BY_HAND.put("/hub/v1/tax-invoices/{id}", SecurityObjects::taxInvoices);
        BY_HAND.put("/hub/v1/partners/{partner}/documents", SecurityObjects::partners);
        BY_HAND.put("/hub/v1/partners/{partner}/account-links", SecurityObjects::partners);
        BY_HAND.put("/hub/v1/partners/{partner}/product-links", SecurityObjects::partners);
        BY_HAND.put("/hub/v1/partners/{partner}/sandbox", SecurityObjects::partners);
        BY_HAND.put("/hub/v1/partners/{partner}/soap", SecurityObjects::partners);
        BY_HAND.put("/hub/v1/onboardings/{partner}", SecurityObjects::cases);
        BY_HAND.put("/hub/v1/partners/{partner}/usage-events", SecurityObjects::partners);
        BY_HAND.put("/hub/v1/quarantine/replays/{id}", login -> rows(login, "select uuid from quarantine_replay"));
        BY_HAND.put("/hub/v1/accounts/{number}", SecurityObjects::accounts);
    }

    private static Set<String> accounts(Login login) {
        return login.account() == null
                ? rows(login, "select number from billing_account")
                : rows(
                        login,
                        "select a.number from billing_account a join billing_account p on p.id in (a.id, a.root_id)"
                                + " where p.number = '" + login.account() + "'");
    }

    private static Set<String> cases(Login login) {
        return login.partner() == null
                ? rows(login, "select r.key from onboarding_case c join party_role r on r.id = c.partner_id")
                : rows(
                        login,
                        "select r.key from onboarding_case c join party_role r on r.id = c.partner_id where r.key = '"
                                + login.partner() + "'");
    }

    private static Set<String> partners(Login login) {
        return login.partner() == null
                ? rows(login, "select key from party_role where role = 'PARTNER'")
                : Set.of(login.partner());
    }

    /** A request for a bill that was refused, for each account: what the demo's month does not have. */
    private static final String ON_DEMAND = """
            insert into customer_bill_on_demand (tenant_id, uuid, account_id, root_id, rejection, requested_by, requested_at)
            select tenant_id, gen_random_uuid(), id, id, 'NOTHING_TO_BILL', 'fixture', now() from billing_account a
             where number in ('NL-1001', 'NL-1002')
               and not exists (select from customer_bill_on_demand d where d.root_id = a.id)
            """;

    /** A limit of each account that a customer's login is bound to, which nothing ever reaches. */
    private static final String LIMITS = """
            insert into usage_limit (tenant_id, uuid, account_id, unit, value, thresholds, created_by)
            select tenant_id, gen_random_uuid(), id, 'unused', 1, '{100}', 'billing-manager' from billing_account a
             where number in ('NL-1001', 'NL-1002')
               and not exists (select from usage_limit l where l.account_id = a.id and l.unit = 'unused')
            """;

    /** Packs of each account that a customer's login is bound to, of a unit that nothing is used in, with a movement of each kind. */
    private static final String PREPAID = """
            with accounts as (
              select * from billing_account a where number in ('NL-1001', 'NL-1002')
                 and not exists (select from prepaid_bucket b where b.account_id = a.id and b.unit = 'unused')
            ), opened as (
              insert into prepaid_bucket (tenant_id, uuid, account_id, name, unit, usage_type, priority, valid_from, balance, low_at,
                                          opened_by, opened_at)
              select tenant_id, gen_random_uuid(), id, 'Unused', 'unused', 'other', 100, '2026-10-01', 9, 1, 'fixture', now()
                from accounts returning id, tenant_id, account_id
            )
            insert into prepaid_movement (tenant_id, bucket_id, account_id, kind, amount, balance_after, made_by)
            select tenant_id, o.id, account_id, m.kind, m.amount, m.balance_after, 'fixture'
              from opened o, (values (1, 'TOP_UP', 10, 10), (2, 'DEDUCT', -1, 9)) m (n, kind, amount, balance_after) order by o.id, m.n
            """;

    /** Terms that reach nobody. */
    private static final String TERMS = """
            insert into account_terms (tenant_id, key, version, name, valid_from, names_accounts, groups, segments, definition, changed_at,
                                       changed_by)
            select hub_tenant(), 'nobody', 1, 'Nobody', '2037-01-01', false, '{nobody}', '{}',
                   '{"key": "nobody", "name": "Nobody", "validFrom": "2037-01-01", "audience": {"groups": ["nobody"]},
                     "discountRules": {"capPercent": "50"}}', now(), 'fixture'
             where not exists (select from account_terms where key = 'nobody')
            """;

    /** Cases of two partners that are active, with an agreement of their own that nothing is billed by. */
    private static final String CASES = """
            with agreed as (
              insert into agreement (tenant_id, uuid, key, name, partner_id)
              select tenant_id, gen_random_uuid(), 'case-of-' || key, 'Agreed', id from party_role
               where role = 'PARTNER' and key in ('mobilia', 'cirrus')
                 and not exists (select from onboarding_case c where c.partner_id = party_role.id)
              returning id, tenant_id, partner_id
            ), begun as (
              insert into onboarding_case (tenant_id, uuid, partner_id, agreement_id, state, template, created_at, created_by, changed_at)
              select tenant_id, gen_random_uuid(), partner_id, id, 'ACTIVE', 'resale', now(), 'fixture', now() from agreed
              returning id, tenant_id, partner_id
            )
            insert into onboarding_step (tenant_id, case_id, partner_id, to_state, actor, taken_at)
            select tenant_id, id, partner_id, 'ACTIVE', 'fixture', now() from begun
            """;

    /** A template that nothing begins with. */
    private static final String TEMPLATE = """
            insert into agreement_template (tenant_id, uuid, key, version, definition, valid_from, created_at, created_by)
            select hub_tenant(), gen_random_uuid(), 'fixture', 1, '{"name": "Fixture"}', '2026-01-01', now(), 'fixture'
             where not exists (select from agreement_template where key = 'fixture')
            """;

    /** A migration that brought nothing. */
    private static final String MIGRATIONS = """
            insert into migration (tenant_id, uuid, key, source, cut_over, created_by, created_at)
            select hub_tenant(), gen_random_uuid(), 'fixture', 'fixture', '2026-10-01', 'fixture', now()
             where not exists (select from migration where key = 'fixture')
            """;

    /** A replay that touched nothing. */
    private static final String REPLAYS = """
            insert into quarantine_replay (tenant_id, uuid, requested_by, requested_at, selection)
            select hub_tenant(), gen_random_uuid(), 'fixture', now(), '{}'
             where not exists (select from quarantine_replay)
            """;

    /** What partners' and customers' logins have asked about usage. */
    private static final String QUERIES = """
            insert into usage_consumption_query (tenant_id, uuid, account_id, partner_id, asked_at, extension, asked_by, by_customer)
            select a.tenant_id, gen_random_uuid(), a.id, r.id, now(),
                   jsonb_build_object('description', 'Usage of this month',
                     'searchCriteria', jsonb_build_object('partyAccount', jsonb_build_array(jsonb_build_object('id', a.uuid::text)))),
                   'test-partner', false
              from billing_account a
              left join party_role r on r.role = 'PARTNER' and (r.key = 'mobilia' and a.number = 'NL-1001'
                                                                or r.key = 'cirrus' and a.number = 'NL-1002')
             where a.number in ('NL-1001', 'NL-1002')
               and not exists (select from usage_consumption_query q where q.extension ->> 'description' = 'Usage of this month')
            union all
            select a.tenant_id, gen_random_uuid(), a.id, null, now(),
                   jsonb_build_object('description', 'Usage of this month',
                     'searchCriteria', jsonb_build_object('partyAccount', jsonb_build_array(jsonb_build_object('id', a.uuid::text)))),
                   'test-customer', true
              from billing_account a
             where a.number in ('NL-1001', 'NL-1002')
               and not exists (select from usage_consumption_query q where q.extension ->> 'description' = 'Usage of this month')
            """;

    private final Set<String> lists;
    private final Map<List<Object>, Set<String>> seen = new ConcurrentHashMap<>();

    public SecurityObjects(List<Route> routes) {
        HubFixture.execute("nordlys", ON_DEMAND);
        HubFixture.execute("nordlys", LIMITS);
        HubFixture.execute("nordlys", QUERIES);
        HubFixture.execute("nordlys", PREPAID);
        HubFixture.execute("nordlys", TERMS);
        HubFixture.execute("nordlys", CASES);
        HubFixture.execute("nordlys", TEMPLATE);
        HubFixture.execute("nordlys", REPLAYS);
        HubFixture.execute("nordlys", MIGRATIONS);
        ResourceSamples.makeWhereThereIsNone();
        lists = routes.stream()
                .filter(route -> route.reads() && !route.hasVariable())
                .map(Route::template)
                .collect(Collectors.toSet());
    }

    /** What the login sees; empty where nothing is known of how to find them. */
    public Optional<Set<String>> seenBy(Login login, Route route) {
        for (Map.Entry<String, Finder> entry : BY_HAND.entrySet()) {
            if (route.template().startsWith(entry.getKey())) {
                return Optional.of(once(entry.getKey(), login, entry.getValue()));
            }
        }
        String list = route.listPath();
        return lists.contains(list) ? Optional.of(once(list, login, who -> listed(list, who))) : Optional.empty();
    }

    private Set<String> once(String where, Login login, Finder finder) {
        return seen.computeIfAbsent(List.of(where, login), asked -> finder.ids(login));
    }

    /** The ids of a list's items. */
    static Set<String> listed(String path, Login login) {
        Wire.Answer answer = Wire.hub().get(path, login.token());
        if (answer.status() != 200 && answer.status() != 206) {
            throw new AssertionError("GET " + path + " as " + login + ": " + answer.status() + " " + answer.text());
        }
        Set<String> ids = new TreeSet<>();
        for (JsonNode item : items(answer.json())) {
            ids.add(item.path(item.has("id") && !path.equals("/hub/v1/adapters") ? "id" : "key")
                    .asText());
        }
        return ids;
    }

    static Iterable<JsonNode> items(JsonNode list) {
        return list.isArray() ? list : list.path("items");
    }

    private static Set<String> taxInvoices(Login login) {
        Set<String> ids = new TreeSet<>();
        for (JsonNode bill :
                items(Wire.hub().get("/hub/v1/bills", login.token()).expect(200))) {
            bill.path("sellers")
                    .forEach(seller -> ids.add(seller.path("invoiceId").asText()));
        }
        return ids;
    }

    private static Set<String> rows(Login login, String sql) {
        return new TreeSet<>(HubFixture.values(login.tenant(), sql));
    }

    /** An id of the same form that nothing has. */
    static String unused(String id) {
        String other = id.replaceAll(
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "00000000-0000-4000-8000-000000000000");
        return other.equals(id) ? "no-such-thing" : other;
    }

    /** Where ids are to be entered, for messages. */
    static List<String> help(Route route, String what) {
        List<String> help = new ArrayList<>();
        help.add(route + ": " + what
                + "; add a sample to ResourceSamples, or enter in SecurityObjects.BY_HAND how to find one, or let the note of the rule in "
                + AccessRules.FILE + " begin with 'no object:' and why");
        return help;
    }
}
