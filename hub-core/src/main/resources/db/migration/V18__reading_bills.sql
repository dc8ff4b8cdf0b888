-- Indexes for what callers look bills up by. Each costs an insert for each bill of a run.
create index customer_bill_account on customer_bill (account_id, issue_date); -- filter billingAccount.id; a customer's own bills
create index customer_bill_reference on customer_bill (tenant_id, payment_reference); -- filter billNo; payments
create index customer_bill_day on customer_bill (tenant_id, issue_date, id); -- filter and order billDate
