-- Who is the cause of a change (SYN-8): the calls that change a right in AWS, each with what became of it, and which of
-- them a change shows. Only adds: what the version before writes still fits.

create table aws_write (
  id bigint primary key generated always as identity,
  right_id bigint not null references provisioned_right,
  change text not null check (change in ('grant', 'remove')),
  cause text,                                -- the lease or revocation; null: not known any more
  -- pending: nobody knows yet; made: AWS says that this call made it; confirmed: and it was read so afterwards, or
  -- followed by another change; none: it changed nothing; doubtful: its answer was lost, and nobody will ever know
  status text not null default 'pending' check (status in ('pending', 'made', 'confirmed', 'none', 'doubtful')),
  intended_at timestamptz not null,
  -- The newest sync run that was open before the call, and when its outcome was known: later ones have read AWS after it.
  -- Runs are counted, since clocks can be set back.
  run_before bigint not null,
  run_after bigint,
  seen_seq integer references sync_run (seq) -- the publication that showed it, or that would have
);
create unique index aws_write_open on aws_write (right_id) where status in ('pending', 'made');
create index aws_write_unseen on aws_write (right_id) where seen_seq is null;
grant select, insert, update on aws_write to countersign_app;
grant usage on all sequences in schema public to countersign_app;

alter table change add write_id bigint references aws_write;

-- What leases and revocations changed before this can not be told from what others did.
insert into aws_write (right_id, change, status, intended_at, run_before, seen_seq)
select distinct on (r.id, c.op) r.id, case c.op when 'granted' then 'grant' else 'remove' end, 'doubtful', now(), 0, c.seq
from provisioned_right r
join entitlement e on e.kind = r.kind and e.target_id = r.target_id and e.ps_id is not distinct from r.ps_id
join change c on c.entitlement_id = e.id and c.principal_id = r.principal_id and c.op in ('granted', 'removed')
order by r.id, c.op, c.seq desc;
update change c set write_id = w.id
from aws_write w join provisioned_right r on r.id = w.right_id
join entitlement e on e.kind = r.kind and e.target_id = r.target_id and e.ps_id is not distinct from r.ps_id
where c.entitlement_id = e.id and c.principal_id = r.principal_id
  and c.op = case w.change when 'grant' then 'granted' else 'removed' end;
-- Nor can what no run has shown yet, or what a version before this one has under way: the first run that reads the right
-- after this shows it as that.
insert into aws_write (right_id, change, status, intended_at, run_before, run_after)
select r.id, c.change, 'doubtful', now(), 0, coalesce((select max(number) from sync_run), 0)
from provisioned_right r cross join (values ('grant'), ('remove')) c (change);
