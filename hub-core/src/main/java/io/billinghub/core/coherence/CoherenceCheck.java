package io.billinghub.core.coherence;

/** The checks. Each query answers the violations as one text column, at most a sample of them. */
enum CoherenceCheck {
    INVOICE_SUMS(
            "Per tax invoice: net = sum of line nets = sum of taxable amounts, tax = sum of tax items, gross = net + tax",
            """
            select 'tax invoice ' || i.uuid || ': net ' || i.net || ', lines ' || coalesce(l.net, 0) || ', taxable '
                   || coalesce(t.taxable, 0) || ', tax ' || i.tax || ', tax items ' || coalesce(t.tax, 0)
            from tax_invoice i
            left join (select invoice_id, sum(net) as net from bill_line group by invoice_id) l on l.invoice_id = i.id
            left join (select invoice_id, sum(taxable) as taxable, sum(tax) as tax from tax_item group by invoice_id) t
              on t.invoice_id = i.id
            where i.net is distinct from l.net or i.net is distinct from t.taxable or i.tax is distinct from t.tax
               or i.gross <> i.net + i.tax
            """),
    TAX_ITEMS("Per tax item: tax = taxable x rate, rounded half up to the minor unit", """
            select 'tax invoice ' || i.uuid || ': ' || t.category || ' ' || t.rate || ' % of ' || t.taxable || ' is not ' || t.tax
            from tax_item t join tax_invoice i on i.id = t.invoice_id
            where t.tax <> round(t.taxable * t.rate / 100, scale(t.tax))
            """),
    LINE_TAXES(
            "Per tax item: the taxes of its lines add up to it, each less than a minor unit from its exact tax", """
            select 'tax invoice ' || i.uuid || ': ' || t.category || ' ' || t.rate || ' % is ' || t.tax || ', its lines have ' || sum(l.tax)
            from tax_item t
            join tax_invoice i on i.id = t.invoice_id
            join bill_line l on l.invoice_id = i.id and l.tax_category = t.category and l.tax_rate = t.rate
            where l.tax is not null
            group by i.uuid, t.category, t.rate, t.tax
            having sum(l.tax) <> t.tax or max(abs(l.tax - l.net * t.rate / 100)) >= power(10::numeric, -scale(t.tax))
            """),
    BILL_SUMS(
            "Per customer bill: amount due = sum of the invoices' gross amounts and rounding + balance brought forward",
            """
            select 'bill ' || b.uuid || ': amount due ' || b.amount_due || ', invoices ' || coalesce(i.gross, 0) || ', lines '
                   || b.line_count || ', found ' || coalesce(l.lines, 0)
            from customer_bill b
            left join (select bill_id, sum(gross + rounding) as gross, sum(net) as net from tax_invoice group by bill_id) i on i.bill_id = b.id
            left join (select bill_period, bill_id, count(*) as lines from bill_line group by bill_period, bill_id) l
              on l.bill_id = b.id and l.bill_period = b.bill_period
            where b.amount_due is distinct from i.gross + b.balance_forward or b.net is distinct from i.net
               or b.line_count <> coalesce(l.lines, 0)
            """),
    PARTNER_BILL_SUMS("Per partner bill: accepted and quarantined amounts and counts are those of its lines", """
            select 'partner bill ' || b.uuid || ': accepted ' || b.accepted_net || ', its lines ' || coalesce(l.accepted, 0)
                   || ', quarantined ' || b.quarantined_net || ', its lines '
                   || coalesce(l.quarantined, 0) + coalesce(f.quarantined, 0)
            from partner_bill b
            left join ( -- lines of which too little could be read for a row of their own, but their amount
              select q.partner_bill_id, sum(q.amount) as quarantined
              from quarantine_entry q
              where q.position is not null and q.severity = 'QUARANTINE' and q.status <> 'RELEASED'
                and q.rule_code <> 'LINE_CURRENCY_DIFFERS'
                and not exists (select from partner_bill_line x
                                where x.partner_bill_id = q.partner_bill_id and x.position = q.position)
              group by q.partner_bill_id
            ) f on f.partner_bill_id = b.id
            left join (
              select partner_bill_id, sum(net) filter (where accepted and position > 0) as accepted,
                     sum(net) filter (where not accepted) as quarantined,
                     count(*) filter (where accepted and position > 0) as lines
              from partner_bill_line group by partner_bill_id
            ) l on l.partner_bill_id = b.id
            where b.accepted_net <> coalesce(l.accepted, 0) or b.quarantined_net <> coalesce(l.quarantined, 0) + coalesce(f.quarantined, 0)
               or b.accepted_lines <> coalesce(l.lines, 0)
            """),
    PARTNER_LINES_CHARGED(
            "Each accepted partner line of a closed run's accounts is in exactly one charge: none lost, none twice",
            """
            select 'partner bill ' || b.uuid || ', period ' || l.bill_period || ': lines add up to ' || sum(l.net)
                   || ', charges to ' || coalesce(min(c.amount), 0)
            from bill_run r
            join bill_run_account ra on ra.run_id = r.id
            join billing_account a on a.root_id = ra.root_id
            join partner_bill_line l on l.account_id = a.id and l.accepted and l.bill_period >= r.bill_period and l.bill_period < r.period_to
            join partner_bill p on p.id = l.partner_bill_id
            join partner_bill b on b.id = coalesce(p.replaced_by, p.id) -- what is given back is netted with what is in its place
            left join (
              select cr.id as run_id, coalesce(s.replaced_by, s.id) as source_id, sum(c.amount) as amount
              from bill_run cr
              join bill_run_account ca on ca.run_id = cr.id
              join billing_account cb on cb.root_id = ca.root_id
              join charge c on c.account_id = cb.id and c.bill_period = cr.bill_period and c.source = 'PARTNER_BILL'
              join partner_bill s on s.id = c.source_id
              where cr.kind = 'CYCLE'
              group by cr.id, coalesce(s.replaced_by, s.id)
            ) c on c.run_id = r.id and c.source_id = b.id
            where r.state in ('PUBLISHED', 'CLOSED') and r.kind = 'CYCLE'
              and starts_with(ra.parked_reason, 'billing failed: ') is not true and not ra.held -- wait, without charges
            group by r.id, b.uuid, l.bill_period
            having sum(l.net) is distinct from case when min(l.position) < 0 then coalesce(min(c.amount), 0) else min(c.amount) end
            """),
    REPLACED_BILLS(
            "Of a partner bill that was replaced nothing counts: what had been billed is given back, the rest is withdrawn",
            """
            select 'partner bill ' || b.uuid || ', replaced: account ' || l.account_id || ' still has ' || sum(l.net) || ', given back '
                   || b.given_back_net
            from partner_bill b join partner_bill_line l on l.partner_bill_id = b.id and l.accepted
            where b.replaced_by is not null
            group by b.id, l.account_id, l.offering_id, l.grouping_key, l.unit, l.tax_category, l.tax_rate
            having sum(l.net) <> 0 or sum(l.quantity) <> 0
            union all
            select 'partner bill ' || b.uuid || ': given back ' || b.given_back_net || ', its lines ' || coalesce(sum(-l.net), 0)
            from partner_bill b left join partner_bill_line l on l.partner_bill_id = b.id and l.position < 0
            where b.replaced_by is not null or l.position < 0
            group by b.id having b.given_back_net <> coalesce(sum(-l.net), 0) or b.replaced_by is null
            """),
    CHARGES_BILLED("Each charge of a closed run is on exactly one bill line", """
            select 'charge ' || c.id || ' of account ' || a.number || ' is on no bill'
            from bill_run r
            join charge c on c.run_id = r.id and c.bill_period = r.bill_period
            join billing_account a on a.id = c.account_id
            where r.state = 'CLOSED'
              and not exists (select 1 from bill_line l where l.bill_period = c.bill_period and l.charge_id = c.id)
            """),
    LINES_ALLOT_CHARGES(
            "Per bill line: charge x exchange rate = net + residue, exactly, and the residue is at most half a minor unit, less than a whole one for a part",
            """
            select 'bill line ' || b.uuid || '-' || l.position || ': charge ' || coalesce(q.amount, c.amount) || ', net ' || l.net
                   || ', residue ' || l.residue
            from bill_line l
            join customer_bill b on b.id = l.bill_id
            join charge c on c.id = l.charge_id and c.bill_period = l.bill_period
            left join exchange_rate x on x.id = l.exchange_rate_id
            left join bill_line_part q on l.part > 0 and (q.bill_period, q.bill_id, q.position) = (l.bill_period, l.bill_id, l.position)
            where coalesce(q.amount, c.amount) * coalesce(x.rate, 1) <> l.net + l.residue
               or abs(l.residue) > 0.5 * power(10::numeric, -scale(l.net)) * case when l.part = 0 then 1 else 2 end or (l.part > 0) <> (q.bill_id is not null)
            """),
    PARTS_OF_CHARGES(
            "The parts of a charge that is billed by several lines add up to its amount and quantity, and each is there",
            """
            select 'charge ' || c.id || ': ' || c.amount || ', its parts ' || sum(q.amount) || '; quantity ' || c.quantity || ', its parts '
                   || sum(q.quantity)
            from bill_line_part q
            join charge c on c.bill_period = q.bill_period and c.id = q.charge_id
            left join bill_line l on (l.bill_period, l.bill_id, l.position, l.charge_id) = (q.bill_period, q.bill_id, q.position, q.charge_id)
            group by c.bill_period, c.id
            having sum(q.amount) <> c.amount or sum(q.quantity) <> c.quantity or count(*) <> count(l.bill_id) or max(l.part) <> count(*)
            """),
    RESIDUES_KEPT(
            "Per closed run and partner bill: the residue on record is the sum over its lines, posted to the minor unit",
            """
            select 'run ' || r.uuid || ', partner bill ' || c.source_id || ': lines leave ' || sum(l.residue) || ', on record '
                   || coalesce(min(x.exact)::text, 'nothing')
            from bill_run r
            join charge c on c.run_id = r.id and c.bill_period = r.bill_period and c.source = 'PARTNER_BILL'
            join bill_line l on l.charge_id = c.id and l.bill_period = c.bill_period
            join customer_bill b on b.id = l.bill_id
            left join residue x on x.run_id = r.id and x.partner_bill_id = c.source_id and x.currency = b.currency
            where r.state = 'CLOSED'
            group by r.uuid, c.source_id, b.currency
            having sum(l.residue) is distinct from min(x.exact)
            """),
    CARRIED_BALANCES(
            "What a bill brings forward are the amounts due of the bills that it has taken on, none of them asked for by itself",
            """
            select 'bill ' || b.uuid || ': brought forward ' || b.balance_forward || ', taken on ' || coalesce(c.amount, 0)
            from customer_bill b
            left join (
              select c.run_id, c.account_id, x.currency, sum(x.amount_due) as amount, bool_and(x.carries) as carry
              from carried_balance c join customer_bill x on x.id = c.bill_id group by 1, 2, 3
            ) c on c.run_id = b.run_id and c.account_id = b.account_id and c.currency = b.currency
            where b.balance_forward <> coalesce(c.amount, 0) or not coalesce(c.carry, true)
            union all
            select 'run ' || r.uuid || ': has taken on the balance of account ' || a.number || ', but has no bill of it'
            from carried_balance c
            join bill_run r on r.id = c.run_id
            join billing_account a on a.id = c.account_id
            where not exists (select from customer_bill b where b.run_id = c.run_id and b.account_id = c.account_id)
            """),
    CREDITS_MADE(
            "What credit notes take back stands on them once their run is closed, and is no more than was charged, at each rate of tax",
            """
            select 'credit note ' || n.uuid || ': takes back ' || k.net || ', its bill ' || coalesce(i.net, 0)
            from credit_note n
            join bill_run r on r.id = n.run_id and r.state = 'CLOSED'
            join (select credit_note_id, sum(net) as net from credited_line group by 1) k on k.credit_note_id = n.id
            left join (select run_id, corrects, sum(net) as net from tax_invoice where corrects is not null group by 1, 2) i
              on i.run_id = n.run_id and i.corrects = n.invoice_id
            where i.net is distinct from -k.net
            union all
            select 'tax invoice ' || i.uuid || ': ' || t.taxable || ' charged by ' || t.category || ' ' || t.rate || ' %, ' || sum(k.net) || ' taken back'
            from credit_note n
            join bill_run r on r.id = n.run_id and r.state <> 'CANCELLED'
            join credited_line k on k.credit_note_id = n.id
            join bill_line l on (l.bill_period, l.bill_id, l.position) = (k.bill_period, k.bill_id, k.position)
            join tax_invoice i on i.id = l.invoice_id
            join tax_item t on t.invoice_id = i.id and t.category = l.tax_category and t.rate = l.tax_rate
            group by i.uuid, t.category, t.rate, t.taxable having sum(k.net) > greatest(t.taxable, 0)
            """),
    LEDGER_BALANCED("The entries of each ledger transaction add up to zero per currency", """
            select 'ledger transaction ' || t.uuid || ': ' || u.balance || ' ' || u.currency
            from unbalanced_transactions(0) u join ledger_transaction t on t.id = u.transaction_id
            """),
    KEPT_DOCUMENTS(
            "Each kept document has the bytes that were written, by their hash, when it was last looked at", """
            select 'document ' || path || ': ' || damage from kept_document where damage is not null
            """),
    BILLS_POSTED("What a published bill asks for is what its customer is debited with", """
            select 'bill ' || b.uuid || ': net + tax + rounding ' || (b.net + b.tax + b.rounding) || ', receivable ' || coalesce(p.amount, 0)
            from customer_bill b
            left join (
              select t.bill_id, sum(e.amount) as amount from ledger_transaction t
              join ledger_entry e on e.transaction_id = t.id and e.account = 'CUSTOMER_RECEIVABLE'
              where t.kind = 'BILL' group by t.bill_id
            ) p on p.bill_id = b.id
            where (coalesce(b.held_from, b.state) in ('sent', 'partiallyPaid', 'settled') and b.net + b.tax + b.rounding <> coalesce(p.amount, 0))
               or (coalesce(b.held_from, b.state) in ('new', 'validated') and p.amount is not null)
            """),
    OPENING_BALANCES_POSTED(
            "What an account brought along from another billing system is what opened its balance, once, and nothing else did",
            """
            select 'opening balance ' || coalesce(m.uuid, t.uuid) || ' of account ' || a.number || ': brought along ' || coalesce(m.amount, 0) || ' '
                   || coalesce(m.currency, '') || ', receivable ' || coalesce(t.amount, 0) || ' ' || coalesce(t.currency, '')
            from (select uuid, account_id, currency, open_amount as amount from migrated_bill
                  union all
                  select uuid, account_id, currency, case type when 'OWED' then amount else -amount end from migrated_balance) m
            full join (
              select x.uuid, x.account_id, e.currency, sum(e.amount) as amount
              from ledger_transaction x join ledger_entry e on e.transaction_id = x.id and e.account = 'CUSTOMER_RECEIVABLE'
              where x.kind = 'OPENING_BALANCE' group by x.uuid, x.account_id, e.currency
            ) t on t.uuid = m.uuid
            join billing_account a on a.id = coalesce(m.account_id, t.account_id)
            where (m.account_id, m.currency, m.amount) is distinct from (t.account_id, t.currency, t.amount)
            """),
    SHARES_ADD_UP("The shares of a line add up to its net, exactly", """
            select 'bill line ' || b.uuid || '-' || l.position || ': net ' || l.net || ', shares ' || sum(s.amount)
            from share s
            join bill_line l on l.bill_period = s.bill_period and l.bill_id = s.bill_id and l.position = s.line_position
            join customer_bill b on b.id = l.bill_id
            group by b.uuid, l.position, l.net having sum(s.amount) <> l.net
            """),
    SPONSORED_ONCE(
            "What an account's bill leaves to a sponsor is charged to the sponsor once, or waits for its next run; neither more nor less",
            """
            select 'run ' || r.uuid || ', account ' || a.number || ': sponsors are to pay ' || coalesce(s.amount, 0)
                   || ', taken off ' || coalesce(-c.amount, 0)
            from (select made_run as run_id, account_id, sum(amount) as amount from sponsored_charge group by made_run, account_id) s
            full join (select run_id, account_id, sum(amount) as amount from charge
                       where source = 'MODIFIER' and grouping_key like 'SPONSORED/%' group by run_id, account_id) c
              on c.run_id = s.run_id and c.account_id = s.account_id
            join bill_run r on r.id = coalesce(s.run_id, c.run_id)
            join billing_account a on a.id = coalesce(s.account_id, c.account_id)
            where s.amount is distinct from -c.amount
            union all
            select 'sponsored charge ' || coalesce(s.id, c.source_id) || ': ' || coalesce(s.amount, 0) || ' claimed, ' || coalesce(c.amount, 0)
                   || ' charged'
            from (select id, claimed_run, sponsor_id, amount from sponsored_charge where claimed_run is not null) s
            full join (select source_id, run_id, account_id, amount from charge where source = 'SPONSORED') c
              on c.source_id = s.id and c.run_id = s.claimed_run and c.account_id = s.sponsor_id
            where s.amount is distinct from c.amount
            """),
    NUMBERS_GAPLESS(
            "No number of a series is missing or doubled, and each invoice has the number that the register gave it",
            """
            select 'series ' || s.series || ' ' || s.year || ' of ' || p.key || ': last ' || s.last_number || ', given ' || count(n.number)
                   || ', highest ' || coalesce(max(n.number), 0)
            from number_series s join party p on p.id = s.seller_party_id left join invoice_number n on n.series_id = s.id
            group by s.id, p.key having s.last_number <> count(n.number) or s.last_number <> coalesce(max(n.number), 0)
            union all
            select 'tax invoice ' || i.uuid || ' has the number ' || coalesce(i.number, 'none') || ', the register says '
                   || coalesce(n.text, 'none')
            from tax_invoice i join customer_bill b on b.id = i.bill_id left join invoice_number n on n.invoice_id = i.id
            where (coalesce(b.held_from, b.state) in ('sent', 'partiallyPaid', 'settled') and i.number is distinct from n.text)
               or (i.number is not null and n.text is null)
            """),
    REJECTED_LINES("A partner line whose entry in quarantine was rejected is not accepted", """
            select 'document ' || d.uuid || ': line ' || l.position || ' is accepted though it was rejected'
            from quarantine_entry q
            join received_document d on d.id = q.document_id
            join partner_bill_line l on l.partner_bill_id = q.partner_bill_id and l.position = q.position
            where q.status = 'REJECTED' and l.accepted
            """),
    DOCUMENTS_KEPT("The raw bytes of each document are whole", """
            select 'document ' || d.uuid || ': ' || d.size || ' bytes received, ' || coalesce(c.size, 0) || ' kept'
            from received_document d
            left join (select document_id, sum(length(bytes)) as size from document_chunk group by document_id) c on c.document_id = d.id
            where d.size <> coalesce(c.size, 0)
            """),
    PREPAID_MOVEMENTS(
            "A prepaid balance is the sum of its movements, reserved is what is reserved by period, and a cancelled run has drawn nothing",
            """
            select 'prepaid bucket ' || b.uuid || ': balance ' || b.balance || ', movements ' || coalesce(m.amount, 0) || ', the last left '
                   || coalesce(m.last_left, 0) || '; reserved ' || b.reserved || ', by period ' || coalesce(r.amount, 0)
            from prepaid_bucket b
            left join (select bucket_id, sum(amount) as amount, (array_agg(balance_after order by id desc))[1] as last_left
                       from prepaid_movement group by bucket_id) m on m.bucket_id = b.id
            left join (select bucket_id, sum(amount) as amount from prepaid_reservation group by bucket_id) r on r.bucket_id = b.id
            where b.balance <> coalesce(m.amount, 0) or b.balance <> coalesce(m.last_left, 0) or b.reserved <> coalesce(r.amount, 0)
            union all
            select 'run ' || n.uuid || ' is cancelled, but has drawn ' || -sum(m.amount) || ' of bucket ' || m.bucket_id
            from bill_run n join prepaid_movement m on m.run_id = n.id
            where n.state = 'CANCELLED' group by n.uuid, m.bucket_id having sum(m.amount) <> 0
            """),
    USAGE_ONCE(
            "Each usage event has one record, and each record one event; what is taken back is so once, exactly", """
            select 'usage of document ' || d.uuid || ': ' || coalesce(k.keys, 0) || ' events, ' || coalesce(u.records, 0) || ' records'
            from (select document_id, count(*) as keys from usage_key where left(event_id, 1) <> chr(31) group by document_id) k
            full join (select document_id, count(*) as records from usage_record where position < 1000000000
                       group by document_id) u using (document_id)
            join received_document d on d.id = document_id
            where k.keys is distinct from u.records
            union all
            select 'usage ' || u.document_id || '-' || u.position || ' takes back ' || u.reverses_document || '-' || u.reverses_position
                   || ', which is not there, is another one by its key, or is not the same with the other sign'
            from usage_record u
            left join usage_record o on o.document_id = u.reverses_document and o.position = u.reverses_position
             and o.reverses_document is null and o.partner_id = u.partner_id and o.account_id = u.account_id
             and o.offering_id = u.offering_id and o.grouping_key = u.grouping_key and o.unit = u.unit
             and o.occurred_at = u.occurred_at and o.quantity = -u.quantity
             and (o.ended_at, o.dimensions, o.amount) is not distinct from (u.ended_at, u.dimensions, u.amount)
            left join usage_key t on t.document_id = u.document_id and t.position = u.position and left(t.event_id, 1) = chr(31)
            left join usage_key k on k.partner_id = u.partner_id and k.event_id = substr(t.event_id, 2)
            where u.reverses_document is not null
              and (o.document_id is null
                   or (k.document_id, k.position) is distinct from (u.reverses_document, u.reverses_position))
            union all
            select 'the key of document ' || t.document_id || '-' || t.position || ' says that usage was taken back, and no record does'
            from usage_key t
            where left(t.event_id, 1) = chr(31)
              and not exists (select from usage_record u where u.document_id = t.document_id and u.position = t.position
                              and u.reverses_document is not null)
            """),
    REFERENCES_LEAD_SOMEWHERE("What runs write in bulk, without foreign keys, refers to rows that are there", """
            select 'charge ' || c.id || ' refers to account ' || c.account_id || ', offering ' || c.offering_id || ', run ' || c.run_id
                   || ', agreement version ' || coalesce(c.agreement_version_id::text, 'none') || ', price plan '
                   || coalesce(c.price_plan_id::text, 'none') || '; one of them is missing'
            from charge c
            left join billing_account a on a.id = c.account_id
            left join product_offering o on o.id = c.offering_id
            left join bill_run r on r.id = c.run_id
            left join agreement_version v on v.id = c.agreement_version_id
            left join price_plan p on p.id = c.price_plan_id
            where a.id is null or o.id is null or r.id is null or (c.agreement_version_id is not null and v.id is null)
               or (c.price_plan_id is not null and p.id is null)
            union all
            select 'bill ' || b.uuid || ' refers to account ' || b.account_id || ' and run ' || b.run_id || '; one of them is missing'
            from customer_bill b
            left join billing_account a on a.id = b.account_id
            left join bill_run r on r.id = b.run_id
            where a.id is null or r.id is null
            union all
            select 'tax invoice ' || i.uuid || ' refers to bill ' || i.bill_id || ', seller ' || i.seller_party_id || ', buyer '
                   || i.buyer_party_id || ', registration ' || coalesce(i.seller_registration_id::text, 'none')
                   || '; one of them is missing'
            from tax_invoice i
            left join customer_bill b on b.id = i.bill_id and b.run_id = i.run_id
            left join party s on s.id = i.seller_party_id
            left join party y on y.id = i.buyer_party_id
            left join tax_registration t on t.id = i.seller_registration_id and t.party_id = i.seller_party_id
            where b.id is null or s.id is null or y.id is null or (i.seller_registration_id is not null and t.id is null)
            union all
            select 'bill line ' || l.bill_id || '-' || l.position || ' refers to invoice ' || l.invoice_id || ', charge ' || l.charge_id
                   || ' and perhaps an exchange rate; one of them is missing, or the invoice is another bill''s'
            from bill_line l
            left join tax_invoice i on i.id = l.invoice_id and i.bill_id = l.bill_id
            left join charge c on c.id = l.charge_id and c.bill_period = l.bill_period
            left join exchange_rate x on x.id = l.exchange_rate_id
            where i.id is null or c.id is null or (l.exchange_rate_id is not null and x.id is null)
            union all
            select 'share of party ' || s.party_id || ' in line ' || s.bill_id || '-' || s.line_position
                   || ' refers to a line, a party or agreement version ' || s.agreement_version_id || ' that is missing'
            from share s
            left join bill_line l on l.bill_period = s.bill_period and l.bill_id = s.bill_id and l.position = s.line_position
            left join party p on p.id = s.party_id
            left join agreement_version v on v.id = s.agreement_version_id
            where l.bill_id is null or p.id is null or v.id is null
            union all
            select 'run ' || ra.run_id || ' refers to root account ' || ra.root_id || '; one of them is missing'
            from bill_run_account ra
            left join bill_run r on r.id = ra.run_id
            left join billing_account a on a.id = ra.root_id
            where r.id is null or a.id is null
            union all
            select 'tax item ' || t.category || ' ' || t.rate || ' % refers to invoice ' || t.invoice_id || ', which is missing'
            from tax_item t left join tax_invoice i on i.id = t.invoice_id where i.id is null
            union all
            select 'invoice number ' || n.text || ' refers to series ' || n.series_id || ', which is missing'
            from invoice_number n left join number_series s on s.id = n.series_id where s.id is null
            union all
            select 'ledger transaction ' || t.uuid || ' refers to run ' || t.run_id || ', which is missing'
            from ledger_transaction t left join bill_run r on r.id = t.run_id where t.run_id is not null and r.id is null
            union all
            select 'opening balance ' || t.uuid || ' refers to billing account ' || t.account_id || ', which is missing'
            from ledger_transaction t left join billing_account a on a.id = t.account_id where t.account_id is not null and a.id is null
            union all
            select 'ledger entry ' || e.transaction_id || '-' || e.position || ' refers to a transaction or a party '
                   || coalesce(e.party_id::text, 'none') || ' that is missing'
            from ledger_entry e
            left join ledger_transaction t on t.id = e.transaction_id
            left join party p on p.id = e.party_id
            where t.id is null or (e.party_id is not null and p.id is null)
            """);

    private final String statement;
    private final String sql;

    CoherenceCheck(String statement, String sql) {
        this.statement = statement;
        this.sql = sql;
    }

    /** What holds, in words. */
    String statement() {
        return statement;
    }

    String sql() {
        return sql;
    }
}
