-- One row per dated entry of a person the pages hold.
select
    t.person_id as person,
    t.starts_on,
    t.ends_on,
    t.kind,
    t.organisation,
    t.words,
    coalesce(t.file, '') as file,
    coalesce(t.line, 0) as line
from timeline t
join person_loaded using (person_id)
where t.starts_on is not null
order by t.person_id, t.starts_on, t.kind, t.file, t.line
