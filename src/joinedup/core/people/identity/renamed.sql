-- New ids that somebody had before are made anew, so that no id is ever given to two people.
create or replace table linkage.identity as
select grown, record,
    case when is_new and person_id in (from linkage.used_id) then printf('p%016x', md5_number_lower(record::varchar || person_id))
        else person_id end as person_id,
    is_new
from linkage.identity
