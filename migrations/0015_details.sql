-- What changes seldom and takes a call a thing is kept and read again in turn (SYN-1, SYN-2): details of permission sets,
-- organizational units, tags of AWS accounts. Only adds.

insert into entity_kind values (19, 'organizational-unit');

-- When each was read last, as of the publication that had it. Beside the facts, which hold no instants of reading: a
-- reading that finds nothing new writes no fact. What could not be read has a gap of its scope, and is read at once.
create table detail_reading (
  connector_id text not null references connector, kind text not null, entity_id int not null references entity,
  read_at timestamptz not null,
  primary key (connector_id, kind, entity_id)
);
grant select, insert, update, delete on detail_reading to countersign_app;
