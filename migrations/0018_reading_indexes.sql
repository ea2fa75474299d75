-- Nothing asks for sign-ins by their time alone; the index only made every "used again" write a second page.
drop index identity_use_last;

-- In this order: what an entity's page and a publication ask is of one entity (SYN-6).
alter table detail_reading drop constraint detail_reading_pkey, add primary key (entity_id, kind, connector_id);
