-- Every doubtful pair of people and the chance that they are one. One row per pair.
create or replace table linkage.chance as
select *,
    case
        when why = 'number_disputed' then $chance_disputed
        when weight is null then $chance_kept_apart
        when why = 'uncertain' then probability
        else $chance_contested * probability
    end as chance
from linkage.doubtful;
