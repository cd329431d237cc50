-- One row per unit and the lowest unit of its person.
create view linkage.grown as
select joined.unit, coalesce(grown.root, joined.unit) as person
from linkage.joined
left join linkage_joined grown on grown.member = joined.unit;
