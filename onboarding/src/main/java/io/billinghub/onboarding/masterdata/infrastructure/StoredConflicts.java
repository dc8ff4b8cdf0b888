package io.billinghub.onboarding.masterdata.infrastructure;

import java.util.List;
import java.util.Map;

/**
 * What a document would change of that which bills may have used. Each query takes the section's JSON array and answers
 * the entries' JSON pointers with the name of what is stored otherwise.
 */
final class StoredConflicts {
    private StoredConflicts() {}

    private static final String OPEN_FROM = "coalesce((select min(c.open_from) from bill_cycle c where exists "
            + "(select from billing_account a where a.cycle_id = c.id)), '-infinity')";

    static final Map<Section, List<String>> QUERIES = Map.ofEntries(
            Map.entry(Section.PARTIES, List.of("""
                    select i.pointer || '/country' as pointer, 'the country of party ' || p.key || ', which buys or sells,' as what
                      from jsonb_to_recordset($1::text::jsonb) as i (pointer text, key text, country text)
                      join party p on p.key = i.key
                     where i.country is null and p.country is not null
                       and (exists (select 1 from billing_account a where a.party_id = p.id)
                            or exists (select 1 from party_role r where r.party_id = p.id))
                    """)),
            Map.entry(Section.ROLES, List.of("""
                    select i.pointer || '/party' as pointer, 'the party of role ' || r.role || ' ' || r.key as what
                      from jsonb_to_recordset($1::text::jsonb) as i (pointer text, role text, key text, party text)
                      join party_role r on r.role = i.role and r.key = i.key join party p on p.id = r.party_id
                     where p.key <> i.party
                    """)),
            Map.entry(Section.TAX_CLASSES, List.of("""
                    select i.pointer, 'how tax class ' || c.key || ' is taxed' as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, key text, "placeOfSupply" text, "rateChange" text)
                      join tax_class c on c.key = i.key
                     where (c.place_of_supply, c.rate_change) <> (i."placeOfSupply", i."rateChange")
                    """)),
            Map.entry(Section.TAX_RATES, List.of("""
                    select i.pointer, 'tax class ' || r.tax_class || ' of ' || r.country || ' from ' || r.valid_from as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, country text, "taxClass" text, category text, rate numeric, "validFrom" date)
                      join tax_rate r on r.country = i.country and r.tax_class = i."taxClass" and r.valid_from = i."validFrom"
                     where (r.category, r.rate) is distinct from (i.category, i.rate)
                    """)),
            Map.entry(Section.AGREEMENTS, List.of("""
                    select i.pointer || '/partner' as pointer, 'the partner of agreement ' || a.key as what
                      from jsonb_to_recordset($1::text::jsonb) as i (pointer text, key text, partner text)
                      join agreement a on a.key = i.key join party_role r on r.id = a.partner_id
                     where r.key <> i.partner
                    """)),
            Map.entry(Section.AGREEMENT_VERSIONS, List.of("""
                    select i.pointer, 'version ' || v.version || ' of agreement ' || a.key as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, agreement text, version integer, "validFrom" date, "sellingModel" text,
                                 currency text, "shareModel" jsonb, "residueParty" text, "ruleSeverity" jsonb,
                                 "lateUsage" text, "refuseUsageAfterDays" integer, "lateBill" text, "waitForBillDays" integer,
                                 "priceTolerance" jsonb, usage jsonb)
                      join agreement a on a.key = i.agreement
                      join agreement_version v on v.agreement_id = a.id and v.version = i.version
                     where (v.valid_from, v.selling_model, v.currency, v.share_model, v.residue_party, v.rule_severity,
                            v.late_usage, v.refuse_usage_after_days, v.late_bill, v.wait_for_bill_days, v.price_tolerance, v.usage)
                       is distinct from (i."validFrom", i."sellingModel", i.currency, i."shareModel", i."residueParty",
                                         i."ruleSeverity", i."lateUsage", i."refuseUsageAfterDays",
                                         i."lateBill", i."waitForBillDays", i."priceTolerance", i.usage)
                    """, """
                    select i.pointer || '/validTo' as pointer,
                           'the end of version ' || v.version || ' of agreement ' || a.key || ' in a closed period' as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, agreement text, version integer, "validTo" date)
                      join agreement a on a.key = i.agreement
                      join agreement_version v on v.agreement_id = a.id and v.version = i.version
                     where i."validTo" is not null and v.valid_to <> i."validTo"
                       and least(v.valid_to, i."validTo") <""" + " " + OPEN_FROM)),
            Map.entry(Section.CYCLES, List.of("""
                    select i.pointer, 'day or time zone of cycle ' || c.key as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, key text, "dayOfMonth" smallint, "timeZone" text)
                      join bill_cycle c on c.key = i.key
                     where (c.day_of_month, c.time_zone) is distinct from (i."dayOfMonth", i."timeZone")
                    """, """
                    select i.pointer || '/openFrom' as pointer,
                           'the open day of cycle ' || c.key || ', which has billed, so its runs alone close periods,' as what
                      from jsonb_to_recordset($1::text::jsonb) as i (pointer text, key text, "openFrom" date)
                      join bill_cycle c on c.key = i.key
                     where i."openFrom" > c.open_from
                       and exists (select from bill_run r
                                    where r.cycle_id = c.id and r.kind = 'CYCLE' and r.state <> 'CANCELLED')
                    """)),
            Map.entry(Section.ACCOUNTS, List.of("""
                    select i.pointer || '/currency' as pointer, 'the currency of account ' || a.number as what
                      from jsonb_to_recordset($1::text::jsonb) as i (pointer text, number text, currency text)
                      join billing_account a on a.number = i.number
                     where a.currency <> i.currency
                    """, """
                    select i.pointer || '/cycle' as pointer, 'the cycle of account ' || a.number as what
                      from jsonb_to_recordset($1::text::jsonb) as i (pointer text, number text, cycle text)
                      join billing_account a on a.number = i.number join bill_cycle c on c.id = a.cycle_id
                     where c.key <> i.cycle
                    """, """
                    select i.pointer || '/parent' as pointer,
                           'the parent of account ' || a.number || ', whose bill run is under way,' as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, number text, parent text, consolidates boolean)
                      join billing_account a on a.number = i.number left join billing_account p on p.id = a.parent_id
                     where (p.number, a.root_id <> a.id) is distinct from (i.parent, coalesce(i.consolidates, false))
                       and exists (select 1 from bill_run r
                                    where r.cycle_id = a.cycle_id and r.state not in ('SCHEDULED', 'CLOSED', 'CANCELLED'))
                    """)),
            Map.entry(Section.OFFERINGS, List.of("""
                    select i.pointer, 'unit or agreement of offering ' || o.key as what
                      from jsonb_to_recordset($1::text::jsonb) as i (pointer text, key text, unit text, agreement text)
                      join product_offering o on o.key = i.key left join agreement a on a.id = o.agreement_id
                     where (o.unit, a.key) is distinct from (i.unit, i.agreement)
                    """, """
                    select i.pointer || '/feesBilledBy' as pointer, 'who bills the fees of offering ' || o.key as what
                      from jsonb_to_recordset($1::text::jsonb) as i (pointer text, key text, "feesBilledBy" text)
                      join product_offering o on o.key = i.key
                     where o.fees_billed_by <> i."feesBilledBy"
                    """)),
            Map.entry(Section.PRICE_PLANS, List.of("""
                    select i.pointer, 'version ' || p.version || ' of price plan ' || p.key as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, offering text, key text, version integer, definition jsonb)
                      join price_plan p on p.key = i.key and p.version = i.version
                      left join product_offering o on o.id = p.offering_id
                     where i.offering is not null and o.key is distinct from i.offering
                        or p.definition - 'validTo' is distinct from i.definition - 'validTo'
                    """, """
                    select i.pointer || '/validTo' as pointer,
                           'the end of version ' || p.version || ' of price plan ' || p.key || ' in a closed period' as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, key text, version integer, "validTo" date)
                      join price_plan p on p.key = i.key and p.version = i.version
                     where i."validTo" is not null and p.valid_to <> i."validTo"
                       and least(p.valid_to, i."validTo") <""" + " " + OPEN_FROM)),
            Map.entry(Section.PRODUCTS, List.of("""
                    select i.pointer, 'account, offering, start or billed days of product ' || p.key as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, key text, account text, offering text, "startedOn" date, "billedThrough" date)
                      join product p on p.key = i.key join billing_account a on a.id = p.account_id
                      join product_offering o on o.id = p.offering_id
                     where (a.number, o.key, p.started_on) is distinct from (i.account, i.offering, i."startedOn")
                        or i."billedThrough" <> coalesce(p.billed_through, '-infinity')
                    """)),
            Map.entry(Section.EXCHANGE_RATES, List.of("""
                    select i.pointer || '/rate' as pointer,
                           'the rate ' || r.source || ' ' || r.base || '/' || r.quote || ' of ' || r.rate_date as what
                      from jsonb_to_recordset($1::text::jsonb)
                           as i (pointer text, source text, base text, quote text, rate numeric, date date)
                      join exchange_rate r on r.source = i.source and r.base = i.base and r.quote = i.quote
                       and r.rate_date = i.date
                     where r.rate <> i.rate
                    """)));
}
