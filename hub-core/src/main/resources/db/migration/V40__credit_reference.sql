-- What a credit corrects, as the partner's line or bill says it: credits are held against what was billed.
alter table partner_bill_line add column credit_reference text;
comment on column partner_bill_line.credit_reference is 'The bill or charge that a negative amount corrects, as stated (UBL BillingReference, CII InvoiceReferencedDocument, EDIFACT RFF, the mapped field reference); null for none.';
