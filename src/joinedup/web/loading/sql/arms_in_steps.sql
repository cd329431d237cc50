-- One row per time between two steps and arm: people, days of all of them together, and who had the outcome first then.
-- People who opted out since, or are in no register any more, do not count.
with happening as (select person_id, happened_on from ({outcome})),
drawn as (
    select
        allotment.person_id, entered_on, comes_on,
        least($as_at, entered_on + interval {horizon})::date as known_until,
        min(happened_on)::date as first_on
    from allotment
    join person on person.person_id = allotment.person_id
    left join happening on happening.person_id = allotment.person_id and happened_on >= entered_on
    where not coalesce(is_opted_out, false)
    group by all
),
followed as (
    select
        after_step,
        case when comes_on <= begins_on then 'listed' else 'held_out' end as arm,
        greatest(entered_on, begins_on) as since,
        least(known_until, first_on + 1, ends_on) as until,
        coalesce(first_on < least(known_until, ends_on), false) as had_outcome
    from drawn cross join between_steps
)
select
    after_step,
    arm,
    count(*) as people,
    count(*) filter (had_outcome) as events,
    sum(until - since)::bigint as days
from followed
where since < until
group by after_step, arm
order by after_step, arm
