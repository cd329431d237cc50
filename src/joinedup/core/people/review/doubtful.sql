-- The doubtful pairs of people, each with the stratum of the clerical sample it belongs to.
create or replace table linkage.doubtful as
select doubt.*,
    case
        when why = 'number_disputed' then 'apart_number'
        when weight is null then 'apart_guard'
        when weight >= $joins_from then 'apart_above'
        when weight >= $joins_from - 5 then 'apart_5'
        when weight >= $joins_from - 10 then 'apart_10'
        else 'apart_16'
    end as stratum
from linkage.doubt;
