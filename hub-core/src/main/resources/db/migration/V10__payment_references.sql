-- Two accounts of a tenant never get the same payment reference: what a payment is matched by. The function is that of
-- PaymentReference.base in the hub: ASCII letters and digits alone, in capitals, the last 15.
create function payment_reference_base(account_number text) returns text language sql immutable strict parallel safe
  as $$ select right(upper(regexp_replace(account_number, '[^A-Za-z0-9]', '', 'g') collate "C"), 15) $$;
create unique index billing_account_payment_reference on billing_account (tenant_id, payment_reference_base(number)); -- refuses two accounts that would share references; the import's look for them
