-- One row per pair; an agency may send a pair twice, the one recorded first counts.
select
    u.person_id as carer,
    u.cared_for_person_id as cared_for,
    min(u.starts_on) as starts_on,
    case when count(*) = count(u.ends_on) then max(u.ends_on) end as ends_on,
    coalesce(arg_max(u.hours_per_week, u.starts_on), '') as hours_per_week,
    bool_or(u.is_co_resident) as is_co_resident,
    max(u.assessed_on) as assessed_on
from unpaid_carer u
join person_loaded a on a.person_id = u.person_id
join person_loaded b on b.person_id = u.cared_for_person_id
group by all
order by all
