-- Records that somebody decided to keep apart from others, by their keys or for the number they are under: each is judged
-- by itself, even where another says the same.
create table linkage.singled_out as
select distinct record
from linkage.sent
join (
    select left_source as source, left_record_id as record_id from linkage_cannot_link
    union all
    select right_source as source, right_record_id as record_id from linkage_cannot_link
) using (source, record_id)
union
select record
from linkage.sent
where coalesce(number, old_number) in (
    select left_number from linkage_changed_number union all select right_number from linkage_changed_number
);
