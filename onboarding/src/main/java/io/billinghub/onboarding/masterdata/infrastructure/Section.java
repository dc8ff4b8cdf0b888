package io.billinghub.onboarding.masterdata.infrastructure;

/**
 * The sections of a document as they are stored, in the order in which one needs the other. Each statement takes one
 * JSON array ({@code $1}), touches all rows of its section at once and answers {@code created, updated, unchanged}.
 */
enum Section {
    PARTIES("parties", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (uuid uuid, key text, kind text, name text,
                "legalId" text, street text, city text, postcode text, country text, email text, "electronicAddress" text,
                "addressScheme" text, "bankIban" text, "bankBic" text)),
            written as (
              insert into party as p (tenant_id, uuid, key, kind, name, legal_id, street, city, postcode, country, email,
                                      electronic_address, address_scheme, bank_iban, bank_bic)
              select hub_tenant(), uuid, key, kind, name, "legalId", street, city, postcode, country, email,
                     "electronicAddress", "addressScheme", "bankIban", "bankBic" from input order by key
              on conflict (tenant_id, key) do update set kind = excluded.kind, name = excluded.name,
                legal_id = excluded.legal_id, street = excluded.street, city = excluded.city, postcode = excluded.postcode,
                country = excluded.country, email = excluded.email, electronic_address = excluded.electronic_address,
                address_scheme = excluded.address_scheme, bank_iban = excluded.bank_iban, bank_bic = excluded.bank_bic,
                version = p.version + 1
              where (p.kind, p.name, p.legal_id, p.street, p.city, p.postcode, p.country, p.email, p.electronic_address,
                     p.address_scheme, p.bank_iban, p.bank_bic)
                is distinct from (excluded.kind, excluded.name, excluded.legal_id, excluded.street, excluded.city,
                     excluded.postcode, excluded.country, excluded.email, excluded.electronic_address,
                     excluded.address_scheme, excluded.bank_iban, excluded.bank_bic)
              returning (p.xmax = 0) as created)
            """),
    ROLES("roles", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (uuid uuid, party text, role text, key text,
                "validFrom" date, "validTo" date)),
            written as (
              insert into party_role as r (tenant_id, uuid, party_id, role, key, valid_from, valid_to)
              select hub_tenant(), i.uuid, p.id, i.role, i.key, coalesce(i."validFrom", '-infinity'),
                     coalesce(i."validTo", 'infinity')
                from input i join party p on p.key = i.party order by i.role, i.key
              on conflict (tenant_id, role, key) do update set valid_from = excluded.valid_from, valid_to = excluded.valid_to
              where (r.valid_from, r.valid_to) is distinct from (excluded.valid_from, excluded.valid_to)
              returning (r.xmax = 0) as created)
            """),
    TAX_REGISTRATIONS("taxRegistrations", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (party text, country text, scheme text,
                number text, "validFrom" date, "validTo" date)),
            written as (
              insert into tax_registration as r (tenant_id, party_id, country, scheme, number, valid_from, valid_to)
              select hub_tenant(), p.id, i.country, i.scheme, i.number, coalesce(i."validFrom", '-infinity'),
                     coalesce(i."validTo", 'infinity')
                from input i join party p on p.key = i.party order by p.id, i.country, i.scheme
              on conflict (tenant_id, party_id, country, scheme) do update
                set number = excluded.number, valid_from = excluded.valid_from, valid_to = excluded.valid_to
              where (r.number, r.valid_from, r.valid_to) is distinct from (excluded.number, excluded.valid_from, excluded.valid_to)
              returning (r.xmax = 0) as created)
            """),
    TAX_CLASSES("taxClasses", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (key text, "placeOfSupply" text,
                "rateChange" text)),
            written as (
              insert into tax_class (tenant_id, key, place_of_supply, rate_change)
              select hub_tenant(), key, "placeOfSupply", "rateChange" from input order by key
              on conflict (tenant_id, key) do nothing
              returning true as created)
            """),
    TAX_RATES("taxRates", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (country text, "taxClass" text,
                category text, rate numeric, "exemptionReasonCode" text, "exemptionReason" text, "validFrom" date,
                "validTo" date)),
            begins as (select country, "taxClass" as tax_class, "validFrom" as valid_from from input
                       union select country, tax_class, valid_from from tax_rate),
            written as (
              insert into tax_rate as r (tenant_id, country, tax_class, category, rate, exemption_reason_code,
                                         exemption_reason, valid_from, valid_to)
              select hub_tenant(), i.country, i."taxClass", i.category, i.rate, i."exemptionReasonCode",
                     i."exemptionReason", i."validFrom",
                     least(coalesce(i."validTo", 'infinity'),
                           (select min(b.valid_from) from begins b where b.country = i.country
                             and b.tax_class = i."taxClass" and b.valid_from > i."validFrom"))
                from input i order by i.country, i."taxClass", i."validFrom"
              on conflict (tenant_id, country, tax_class, valid_from) do update
                set valid_to = excluded.valid_to, exemption_reason_code = excluded.exemption_reason_code,
                    exemption_reason = excluded.exemption_reason
              where (r.valid_to, r.exemption_reason_code, r.exemption_reason)
                is distinct from (excluded.valid_to, excluded.exemption_reason_code, excluded.exemption_reason)
              returning (r.xmax = 0) as created)
            """),
    TAX_EXEMPTIONS("taxExemptions", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (party text, country text, "taxClass" text,
                category text, "reasonCode" text, reason text, certificate text, "validFrom" date, "validTo" date)),
            written as (
              insert into tax_exemption as e (tenant_id, party_id, country, tax_class, category, reason_code, reason, certificate,
                                              valid_from, valid_to)
              select hub_tenant(), p.id, i.country, i."taxClass", i.category, i."reasonCode", i.reason, i.certificate,
                     coalesce(i."validFrom", '-infinity'), coalesce(i."validTo", 'infinity')
                from input i join party p on p.key = i.party order by p.id, i.country, i."taxClass", 9
              on conflict (tenant_id, party_id, country, tax_class, valid_from) do update
                set category = excluded.category, reason_code = excluded.reason_code, reason = excluded.reason,
                    certificate = excluded.certificate, valid_to = excluded.valid_to
              where (e.category, e.reason_code, e.reason, e.certificate, e.valid_to)
                is distinct from (excluded.category, excluded.reason_code, excluded.reason, excluded.certificate, excluded.valid_to)
              returning (e.xmax = 0) as created)
            """),
    AGREEMENTS("agreements", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (uuid uuid, key text, name text,
                partner text)),
            written as (
              insert into agreement as a (tenant_id, uuid, key, name, partner_id)
              select hub_tenant(), i.uuid, i.key, i.name,
                     (select r.id from party_role r where r.key = i.partner and r.role in ('PARTNER', 'SUB_PARTNER')
                       order by r.role limit 1)
                from input i order by i.key
              on conflict (tenant_id, key) do update set name = excluded.name where a.name is distinct from excluded.name
              returning (a.xmax = 0) as created)
            """),
    AGREEMENT_VERSIONS("agreementVersions", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (agreement text, version integer,
                "validFrom" date, "validTo" date, "sellingModel" text, currency text, "shareModel" jsonb,
                "residueParty" text, "ruleSeverity" jsonb, "lateUsage" text, "refuseUsageAfterDays" integer,
                "lateBill" text, "waitForBillDays" integer, "priceTolerance" jsonb, usage jsonb)),
            begins as (select agreement, "validFrom" as valid_from from input
                       union select a.key, v.valid_from from agreement_version v join agreement a on a.id = v.agreement_id),
            written as (
              insert into agreement_version as v (tenant_id, agreement_id, version, valid_from, valid_to, selling_model,
                                                  currency, share_model, residue_party, rule_severity, late_usage,
                                                  refuse_usage_after_days, late_bill, wait_for_bill_days, price_tolerance,
                                                  usage)
              select hub_tenant(), a.id, i.version, i."validFrom",
                     least(coalesce(i."validTo", 'infinity'),
                           (select min(b.valid_from) from begins b
                             where b.agreement = i.agreement and b.valid_from > i."validFrom")),
                     i."sellingModel", i.currency, i."shareModel", i."residueParty", i."ruleSeverity", i."lateUsage",
                     i."refuseUsageAfterDays", i."lateBill", i."waitForBillDays", i."priceTolerance", i.usage
                from input i join agreement a on a.key = i.agreement order by a.id, i.version
              on conflict (tenant_id, agreement_id, version) do update set valid_to = excluded.valid_to
              where v.valid_to is distinct from excluded.valid_to
              returning (v.xmax = 0) as created)
            """),
    CYCLES("cycles", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (uuid uuid, key text, name text,
                "dayOfMonth" smallint, "timeZone" text, "paymentDays" smallint, "openFrom" date)),
            written as (
              insert into bill_cycle as c (tenant_id, uuid, key, name, day_of_month, time_zone, payment_days, open_from)
              select hub_tenant(), uuid, key, name, "dayOfMonth", "timeZone", "paymentDays", "openFrom" from input
               order by key
              -- Billing moves open_from on; a document that is older than that does not open a period again.
              on conflict (tenant_id, key) do update set name = excluded.name, payment_days = excluded.payment_days,
                open_from = greatest(c.open_from, excluded.open_from)
              where (c.name, c.payment_days, c.open_from)
                is distinct from (excluded.name, excluded.payment_days, greatest(c.open_from, excluded.open_from))
              returning (c.xmax = 0) as created)
            """),
    AMOUNTS_DUE("amountsDue", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (cycle text, currency text, minimum numeric,
                "cashRounding" numeric)),
            written as (
              insert into amount_due_rule as d (tenant_id, cycle_id, currency, minimum, cash_rounding)
              select hub_tenant(), c.id, i.currency, i.minimum, i."cashRounding"
                from input i join bill_cycle c on c.key = i.cycle order by c.id, i.currency
              on conflict (tenant_id, cycle_id, currency) do update set minimum = excluded.minimum, cash_rounding = excluded.cash_rounding
              where (d.minimum, d.cash_rounding) is distinct from (excluded.minimum, excluded.cash_rounding)
              returning (d.xmax = 0) as created)
            """),
    ACCOUNTS("accounts", null),
    ACCOUNT_LINKS("accountLinks", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (partner text, "partnerAccount" text,
                account text, "validFrom" date, "validTo" date)),
            written as (
              insert into account_link as l (tenant_id, partner_id, partner_account, account_id, valid_from, valid_to)
              select hub_tenant(),
                     (select r.id from party_role r where r.key = i.partner and r.role in ('PARTNER', 'SUB_PARTNER')
                       order by r.role limit 1),
                     i."partnerAccount", a.id, coalesce(i."validFrom", '-infinity'), coalesce(i."validTo", 'infinity')
                from input i join billing_account a on a.number = i.account order by 2, 3, 5
              on conflict (tenant_id, partner_id, partner_account, valid_from) do update
                set account_id = excluded.account_id, valid_to = excluded.valid_to
              where (l.account_id, l.valid_to) is distinct from (excluded.account_id, excluded.valid_to)
              returning (l.xmax = 0) as created)
            """),
    OFFERINGS("offerings", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (uuid uuid, key text, name text,
                agreement text, unit text, "taxClass" text, "feesBilledBy" text)),
            written as (
              insert into product_offering as o (tenant_id, uuid, key, name, agreement_id, unit, tax_class, fees_billed_by)
              select hub_tenant(), i.uuid, i.key, i.name, a.id, i.unit, i."taxClass", coalesce(i."feesBilledBy", 'HUB')
                from input i left join agreement a on a.key = i.agreement order by i.key
              on conflict (tenant_id, key) do update set name = excluded.name, tax_class = excluded.tax_class
              where (o.name, o.tax_class) is distinct from (excluded.name, excluded.tax_class)
              returning (o.xmax = 0) as created)
            """),
    PARTNER_PRODUCTS("partnerProducts", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (offering text, "partnerProduct" text)),
            written as (
              insert into offering_link as l (tenant_id, partner_id, partner_product, offering_id)
              select hub_tenant(), a.partner_id, i."partnerProduct", o.id
                from input i join product_offering o on o.key = i.offering join agreement a on a.id = o.agreement_id
               order by 2, 3
              on conflict (tenant_id, partner_id, partner_product) do update set offering_id = excluded.offering_id
              where l.offering_id is distinct from excluded.offering_id
              returning (l.xmax = 0) as created)
            """),
    PRICE_PLANS("pricePlans", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (uuid uuid, offering text, key text,
                version integer, currency text, definition jsonb, "validFrom" date, "validTo" date)),
            begins as (select key, version, "validFrom" as valid_from from input
                       union select key, version, valid_from from price_plan where definition is not null),
            written as (
              insert into price_plan as p (tenant_id, uuid, offering_id, key, version, currency, definition, valid_from,
                                           valid_to)
              select hub_tenant(), i.uuid,
                     coalesce(o.id, (select min(known.offering_id) from price_plan known where known.key = i.key)),
                     i.key, i.version, i.currency, i.definition, i."validFrom",
                     least(coalesce(i."validTo", 'infinity'),
                           (select min(b.valid_from) from begins b where b.key = i.key and (b.valid_from > i."validFrom"
                                                                        or b.valid_from = i."validFrom" and b.version > i.version)))
                from input i left join product_offering o on o.key = i.offering order by i.key, i.version
              on conflict (tenant_id, key, version) do update
                set valid_to = excluded.valid_to, definition = excluded.definition
              where (p.valid_to, p.definition) is distinct from (excluded.valid_to, excluded.definition)
              returning (p.xmax = 0) as created)
            """),
    INVOICE_SPLITS("invoiceSplits", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (account text, offering text, "validFrom" date,
                "validTo" date, parts jsonb)),
            written as (
              insert into invoice_split as s (tenant_id, account_id, offering_id, valid_from, valid_to, parts)
              select hub_tenant(), a.id, o.id, coalesce(i."validFrom", '-infinity'), coalesce(i."validTo", 'infinity'), i.parts
                from input i join billing_account a on a.number = i.account left join product_offering o on o.key = i.offering
               order by a.id, o.id, 4
              on conflict (account_id, (coalesce(offering_id, 0)), valid_from) do update
                set valid_to = excluded.valid_to, parts = excluded.parts
              where (s.valid_to, s.parts) is distinct from (excluded.valid_to, excluded.parts)
              returning (s.xmax = 0) as created)
            """),
    PRODUCTS("products", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (uuid uuid, key text, account text,
                offering text, quantity numeric, "startedOn" date, "endedOn" date, "billedThrough" date)),
            written as (
              insert into product as p (tenant_id, uuid, key, account_id, offering_id, quantity, started_on, ended_on,
                                        billed_through)
              select hub_tenant(), i.uuid, i.key, a.id, o.id, i.quantity, i."startedOn", coalesce(i."endedOn", 'infinity'),
                     i."billedThrough"
                from input i join billing_account a on a.number = i.account
                join product_offering o on o.key = i.offering order by i.key
              on conflict (tenant_id, key) do update set quantity = excluded.quantity, ended_on = excluded.ended_on
              where (p.quantity, p.ended_on) is distinct from (excluded.quantity, excluded.ended_on)
              returning (p.xmax = 0) as created)
            """),
    EXCHANGE_RATES("exchangeRates", """
            with input as (select * from jsonb_to_recordset($1::text::jsonb) as t (source text, base text, quote text,
                rate numeric, date date)),
            written as (
              insert into exchange_rate (tenant_id, source, base, quote, rate, rate_date)
              select hub_tenant(), source, base, quote, rate, date from input order by source, base, quote, date
              on conflict (tenant_id, source, base, quote, rate_date) where not derived do nothing
              returning true as created)
            """);

    private static final String COUNT = """
            select count(*) filter (where created)::int as created, count(*) filter (where not created)::int as updated,
                   ((select count(*) from input) - count(*))::int as unchanged
              from written
            """;

    private final String sectionName;
    private final String upsert;

    Section(String sectionName, String upsert) {
        this.sectionName = sectionName;
        this.upsert = upsert;
    }

    /** The name under which the section's counts are told. */
    String sectionName() {
        return sectionName;
    }

    /** The one statement of the section; not for accounts, whose tree needs several. */
    String statement() {
        return upsert + COUNT;
    }
}
