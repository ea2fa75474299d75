/** An entity's name as it was last read; its native id where only its existence is known. */
export const nameOf = (id: string): string =>
  `(select coalesce(v.name, e.native_id) from entity e left join lateral
     (select name from entity_version v where v.entity_id = e.id order by from_seq desc limit 1) v on true
   where e.id = ${id})`;
