-- Delegation (REQ-8): who decides in whose stead while they are away, never for whom they act; and approvals that were
-- handed to somebody else (REQ-3). Only adds: what the version before writes still fits.

create table delegation (
  id text primary key check (id like 'dlg\_%'),
  person_id text not null references person,              -- who is away
  delegate_id text not null references person,            -- who decides in their stead
  from_at timestamptz not null, until_at timestamptz not null, note text not null default '',
  created_at timestamptz not null, created_by text not null references person,
  ended_at timestamptz, ended_by text references person,  -- before its time
  check (delegate_id <> person_id), check (from_at >= created_at), check (until_at > from_at),
  check (until_at <= from_at + interval '2160 hours'),    -- 90 days, whatever the clocks of summer do
  check ((ended_at is null) = (ended_by is null))
);
create index delegation_person on delegation (person_id, until_at);
create index delegation_delegate on delegation (delegate_id, until_at);

-- Whether one acts for the other at that instant. Chains are not followed: a delegate's own delegate acts for nobody else.
create function acts_for(delegate text, absent text, instant timestamptz) returns boolean language sql stable as $$
  select exists (select from delegation d where d.delegate_id = delegate and d.person_id = absent
    and d.from_at <= instant and instant < d.until_at and (d.ended_at is null or instant < d.ended_at)) $$;

-- One delegate at a time, and no history that changes: who acted for whom decides who may decide, also later on.
create function keep_delegation() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.ended_at is not null or new.ended_at is null or new.ended_at < product_now() - interval '1 minute'
      or (new.person_id, new.delegate_id, new.from_at, new.until_at, new.note, new.created_at, new.created_by) is distinct
        from (old.person_id, old.delegate_id, old.from_at, old.until_at, old.note, old.created_at, old.created_by)
    then raise exception 'a delegation only ends, once and from now on' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  perform 1 from person where id = new.person_id for no key update;
  if exists (select from delegation d where d.person_id = new.person_id
    and d.from_at < new.until_at and new.from_at < coalesce(d.ended_at, d.until_at)
    and (d.ended_at is null or d.ended_at > d.from_at))
  then raise exception 'one person has one delegate at a time' using errcode = 'exclusion_violation';
  end if;
  return new;
end $$;
create trigger delegation_kept before insert or update on delegation for each row execute function keep_delegation();

-- Whoever acts for the requester or the person it is for when it is asked for is no approver of it.
create function refuse_who_acts_for_them() returns trigger language plpgsql as $$
begin
  if exists (select from access_request r, unnest(array[r.requester_id, r.person_id]) as whom (id)
    where r.id = new.request_id and acts_for(new.person_id, whom.id, r.created_at))
  then raise exception 'nobody decides for whom they act' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger approval_candidate_apart before insert on approval_candidate
  for each row execute function refuse_who_acts_for_them();

-- `person_id` is who decided; `in_stead_of` the candidate whose delegate they were. The seat is the candidate's: it is
-- taken once, whoever of the two decides.
alter table approval_decision
  add column in_stead_of text references person,
  add column seat_id text generated always as (coalesce(in_stead_of, person_id)) stored,
  add check (in_stead_of <> person_id);
alter table approval_decision
  add unique (request_id, step, seat_id),
  add foreign key (request_id, step, seat_id) references approval_candidate;
-- The key above says the same of who decides in their own right.
alter table approval_decision drop constraint approval_decision_request_id_step_person_id_fkey;

-- A candidate hands their seat over: the new one has the same capacity as the first, who must still have it. Append-only.
alter table approval_candidate add column origin_id text references person;
create table approval_reassignment (
  id bigint generated always as identity primary key, request_id text not null, step smallint not null,
  from_id text not null, to_id text not null, reason text not null check (reason <> ''), at timestamptz not null,
  check (from_id <> to_id), unique (request_id, step, from_id), unique (request_id, step, to_id),
  foreign key (request_id, step, from_id) references approval_candidate,
  foreign key (request_id, step, to_id) references approval_candidate
);
create function refuse_unfounded_reassignment() returns trigger language plpgsql as $$
begin
  perform 1 from access_request r where r.id = new.request_id and r.status = 'pending' for no key update;
  if not found or not exists (select from approval_step s
      where s.request_id = new.request_id and s.step = new.step and s.status = 'open')
    or exists (select from approval_decision d
      where d.request_id = new.request_id and d.step = new.step and d.seat_id = new.from_id)
  then raise exception 'a seat is handed over while it waits' using errcode = 'check_violation';
  end if;
  if exists (select from access_request r, unnest(array[r.requester_id, r.person_id]) as whom (id)
    where r.id = new.request_id and acts_for(new.to_id, whom.id, new.at))
  then raise exception 'nobody decides for whom they act' using errcode = 'check_violation';
  end if;
  if not exists (select from approval_candidate held join approval_candidate given
      on given.request_id = held.request_id and given.step = held.step and given.via = held.via
        and given.origin_id = coalesce(held.origin_id, held.person_id)
      where held.request_id = new.request_id and held.step = new.step
        and held.person_id = new.from_id and given.person_id = new.to_id)
  then raise exception 'a seat keeps the capacity it had' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger approval_reassignment_founded before insert on approval_reassignment
  for each row execute function refuse_unfounded_reassignment();

create function refuse_unfounded_decision() returns trigger language plpgsql as $$
declare
  r access_request;
begin
  select * into r from access_request where id = new.request_id for no key update;
  if new.in_stead_of is not null then
    -- Held until the end of this transaction: ending a delegation comes before the decision or after it.
    perform 1 from delegation d join person p on p.id = d.delegate_id and p.status = 'active'
      join person absent on absent.id = d.person_id and absent.status = 'active'
      where d.delegate_id = new.person_id and d.person_id = new.in_stead_of
        and d.from_at <= new.at and new.at < d.until_at and (d.ended_at is null or new.at < d.ended_at) for share of d;
    if not found then
      raise exception 'nobody decides in the stead of who has not named them' using errcode = 'check_violation';
    end if;
  end if;
  if new.in_stead_of in (r.requester_id, r.person_id) or exists (
    select from unnest(array[new.person_id, new.in_stead_of]) as who (id),
      unnest(array[r.requester_id, r.person_id]) as whom (id), unnest(array[r.created_at, new.at]) as moment (instant)
    where acts_for(who.id, whom.id, moment.instant))
  then raise exception 'nobody decides for whom they act' using errcode = 'check_violation';
  end if;
  if exists (select from approval_decision d where d.request_id = new.request_id and d.step = new.step
    and array[d.person_id, d.in_stead_of] && array[new.person_id, new.in_stead_of])
  then raise exception 'one person counts once in a step, also by their delegate' using errcode = 'check_violation';
  end if;
  if exists (select from approval_reassignment h where h.request_id = new.request_id and h.step = new.step
    and h.from_id = coalesce(new.in_stead_of, new.person_id))
  then raise exception 'who handed their seat over no longer has it' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger approval_decision_founded before insert on approval_decision
  for each row execute function refuse_unfounded_decision();

grant select, insert on delegation, approval_reassignment to countersign_app;
grant update (ended_at, ended_by) on delegation to countersign_app;
grant usage on all sequences in schema public to countersign_app;
