-- One row per unit and the lowest unit of its person.
create table linkage.grown as
select joined.unit, coalesce(grown.root, joined.unit) as person
from linkage.joined
left join linkage_joined grown on grown.member = joined.unit;
create or replace view linkage_grown as select * from linkage.grown;
