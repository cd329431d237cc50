select
    r.person_id as person,
    r.flag,
    r.position,
    r.points,
    r.words,
    coalesce(r.is_changeable, false) as is_changeable,
    coalesce(r.kind, '') as kind,
    coalesce(r.organisation, '') as organisation,
    r.happened_on,
    r.record_count,
    coalesce(r.file, '') as file,
    r.line
from flag_reason r
join person_loaded using (person_id)
order by 1, 2, 3
