-- Grants of federated people become review items (DIR-4 in REV). What a revocation removes is a membership in a group of
-- an identity provider: nobody can do that in AWS, so it goes to people at once and never to the reconciler.
-- Expand-only: what was written before keeps its meaning, and code of before leaves the new rows alone.

-- When a provider's groups came in. An upload that changes nothing leaves no other trace, and is still the proof.
create table identity_provider_upload (
  id bigint generated always as identity primary key, identity_provider_id text not null references identity_provider,
  at timestamptz not null
);
create index identity_provider_upload_newest on identity_provider_upload (identity_provider_id, at);
insert into identity_provider_upload (identity_provider_id, at)
  select a.object_id, a.at from audit_entry a join identity_provider p on p.id = a.object_id
  where a.action = 'identity-provider.groups-replaced' order by a.id;
grant select, insert on identity_provider_upload to countersign_app;
grant usage on all sequences in schema public to countersign_app;

-- Kind 3: identity_id is the provider in AWS, target_id the role, and what is held a membership of the provider's group.
alter table review_item add column idp_group_id text references idp_group, add column idp_email text,
  add constraint review_item_federated_check check (
    (idp_group_id is null) = (idp_email is null) and (kind = 3 or idp_group_id is null));
create index review_item_idp on review_item (idp_group_id, idp_email) where idp_group_id is not null;

-- One a role; those of one membership share one task. Its unit_key is null: no unit of provisioning ever takes it up.
alter table revocation add column idp_group_id text references idp_group, add column idp_email text,
  add column verified_upload_at timestamptz,              -- an upload no longer had the member
  alter column unit_key drop not null,
  drop constraint revocation_kind_check,
  add constraint revocation_kind_check check (kind in (1, 2, 3)),
  add constraint revocation_federated_check check (
    (kind = 3) = (idp_group_id is not null and idp_email is not null) and (kind = 3) = (unit_key is null));
create index revocation_idp on revocation (idp_group_id, idp_email) where kind = 3;

-- Who is known by an address only may turn out to be the reviewer: the address counts as well. Each of the two is checked
-- where it changes, so that one who was given the address since stands in the way of neither a close nor a proof.
create or replace function refuse_self_review() returns trigger language plpgsql as $$
begin
  if new.person_id is not null and (new.reviewer_id = new.person_id or new.decided_by = new.person_id)
  then raise exception 'nobody reviews their own access' using errcode = 'check_violation';
  end if;
  if new.idp_email is not null and exists (select from person p where p.email = new.idp_email and (
      (p.id = new.reviewer_id and (tg_op = 'INSERT' or new.reviewer_id is distinct from old.reviewer_id))
      or (p.id = new.decided_by and (tg_op = 'INSERT' or new.decided_by is distinct from old.decided_by))))
  then raise exception 'nobody reviews their own access' using errcode = 'check_violation';
  end if;
  return new;
end $$;
