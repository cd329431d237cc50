-- One row per person and outcome whose risk moved, with the terms that moved it.
with moved as (
    select
        person_id,
        outcome,
        any_value(earlier_probability) as before,
        any_value(probability) as now,
        to_json(list(json_array(words, round(change, 6), is_changeable, feature) order by position)) as why
    from (select * replace (coalesce(is_changeable, false) as is_changeable) from change)
    group by person_id, outcome
),
judged as (
    select
        m.*,
        s.is_above_threshold as is_above,
        m.before >= t.threshold as was_above,
        ln(m.now / (1 - m.now)) - ln(m.before / (1 - m.before)) as gap
    from moved m
    join score s using (person_id, outcome)
    left join threshold t using (outcome)
    where m.before > 0 and m.before < 1 and m.now > 0 and m.now < 1
)
select
    j.person_id as person,
    p.neighbourhood,
    j.outcome,
    case
        when j.is_above and not coalesce(j.was_above, false) then 'new'
        when not j.is_above and coalesce(j.was_above, false) then 'gone'
        when j.gap > 0 then 'rose'
        else 'fell'
    end as kind,
    j.is_above or coalesce(j.was_above, false) as is_listed,
    j.before,
    j.now,
    abs(j.gap) as size,
    j.why
from judged j
join person_loaded p using (person_id)
order by 1, 3
