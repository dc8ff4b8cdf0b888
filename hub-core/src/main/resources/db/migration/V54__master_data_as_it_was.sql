-- What bills say of parties, accounts and products stays as it was when they were sent, whatever changes afterwards.

create table past_master_data (
  tenant_id integer not null,
  id        bigint generated always as identity primary key,
  kind      text not null check (kind in ('party', 'tax_registration', 'billing_account', 'product_offering')),
  row_id    bigint not null,
  until     timestamptz not null,
  was       jsonb not null
);
call secure_tenant_table('past_master_data');
create index past_master_data_row on past_master_data (kind, row_id, until); -- what a row was at a time
grant select, insert, delete on past_master_data to ${appRole};
comment on table past_master_data is 'What a row of master data was until a change: the columns that documents show. No row: it is as it was.';

create function keep_past() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into past_master_data (tenant_id, kind, row_id, until, was)
  values (old.tenant_id, tg_table_name, old.id, clock_timestamp(),
          (select jsonb_object_agg(c.key, c.value) from jsonb_each(to_jsonb(old)) as c where c.key = any(tg_argv)));
  return null;
end $$;

create trigger keep_past after update on party for each row
  when ((old.key, old.name, old.legal_id, old.street, old.city, old.postcode, old.country, old.email, old.electronic_address, old.address_scheme,
         old.bank_iban, old.bank_bic)
    is distinct from (new.key, new.name, new.legal_id, new.street, new.city, new.postcode, new.country, new.email, new.electronic_address,
         new.address_scheme, new.bank_iban, new.bank_bic))
  execute function keep_past('key', 'name', 'legal_id', 'street', 'city', 'postcode', 'country', 'email', 'electronic_address', 'address_scheme',
                             'bank_iban', 'bank_bic');
create trigger keep_past after update on tax_registration for each row when (old.number is distinct from new.number)
  execute function keep_past('number');
create trigger keep_past after update on billing_account for each row
  when ((old.name, old.language, old.buyer_reference, old.party_id) is distinct from (new.name, new.language, new.buyer_reference, new.party_id))
  execute function keep_past('name', 'language', 'buyer_reference', 'party_id');
create trigger keep_past after update on product_offering for each row when (old.name is distinct from new.name)
  execute function keep_past('name');

alter table bill_run_shard add column published_at timestamptz;
comment on column bill_run_shard.published_at is 'When the bills of the shard were sent, the first time: as of then documents show parties and accounts.';
