-- Of two people who cannot be one, a unit may join only one, and only if that one is clearly the better match.
-- One row per pair of units that loses by this rule.
create table linkage.contested as
with directed as (
    select unit_l as unit, unit_r as other, weight from linkage.unit_pair
    union all
    select unit_r, unit_l, weight from linkage.unit_pair
), judged as (
    select directed.*, is_residual from directed join linkage.joined on joined.unit = directed.other
), rivals as (
    select mine.unit, mine.other
    from judged mine
    join judged rival on rival.unit = mine.unit and rival.other <> mine.other
    left join linkage.conflict
        on conflict.unit_l = least(mine.other, rival.other) and conflict.unit_r = greatest(mine.other, rival.other)
    where mine.weight < rival.weight + $least_margin
        and (not mine.is_residual and not rival.is_residual or conflict.unit_l is not null)
)
select distinct least(unit, other) as unit_l, greatest(unit, other) as unit_r from rivals;
