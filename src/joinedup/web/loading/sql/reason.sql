select
    r.person_id as person,
    r.outcome,
    r.position,
    r.feature,
    coalesce(r.feature_group, '') as feature_group,
    r.contribution,
    r.words,
    coalesce(r.is_changeable, false) as is_changeable,
    coalesce(r.offers, '') as offers,
    coalesce(r.kind, '') as kind,
    coalesce(r.organisation, '') as organisation,
    r.happened_on,
    r.record_count,
    coalesce(r.file, '') as file,
    r.line
from answered_reason r
join person_loaded using (person_id)
order by r.person_id, r.outcome, r.position
