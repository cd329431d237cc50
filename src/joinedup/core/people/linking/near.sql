-- Pairs of units that some chain of likely pairs might bring together. In a group of many, only those two steps apart.
create table linkage.near as
with likely as (
    select distinct unit_l, unit_r from linkage.likely
), step as (
    select unit_l as unit, unit_r as other from likely union all select unit_r, unit_l from likely
), sized as (
    select root, count(*) as units from linkage_joined group by root
), small as (
    select member as unit, root from linkage_joined join sized using (root) where units <= $most_units
)
select l.unit as unit_l, r.unit as unit_r from small l join small r on r.root = l.root and l.unit < r.unit
union
select unit_l, unit_r from likely
union
select l.other, r.other from step l join step r on r.unit = l.unit and l.other < r.other;
