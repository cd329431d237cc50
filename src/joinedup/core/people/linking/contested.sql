-- Of two people who cannot be one, a unit may join only one, and only if that one is clearly the better match.
-- One row per pair of units that loses by this rule.
create table linkage.contested as
with directed as (
    select unit_l as unit, unit_r as other, weight from linkage.unit_pair
    union all
    select unit_r, unit_l, weight from linkage.unit_pair
), trusted as (
    select distinct unit from linkage.compared where not is_residual
), rivals as (
    select mine.unit, mine.other, mine.weight, rival.weight as rival_weight
    from directed mine
    join directed rival on rival.unit = mine.unit and rival.other <> mine.other
    where (mine.other in (from trusted) and rival.other in (from trusted))
        or (least(mine.other, rival.other), greatest(mine.other, rival.other)) in (select (unit_l, unit_r) from linkage.conflict)
)
select distinct least(unit, other) as unit_l, greatest(unit, other) as unit_r
from rivals where weight < rival_weight + $least_margin;
