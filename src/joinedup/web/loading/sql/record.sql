-- One row per record of a register. Where a sensitive person lives, and where they are registered, does not go in.
with about as (
    select person_id, coalesce(bool_or(is_sensitive), false) as is_sensitive
    from person
    group by person_id
)
select
    r.source,
    r.record_id,
    r.person_id as person_id,
    coalesce(r.how, '') as how,
    r.weight,
    coalesce(s.organisation, '') as organisation,
    coalesce(s.nhs_number, '') as nhs_number,
    coalesce(s.given_name, '') as given_name,
    coalesce(s.family_name, '') as family_name,
    s.birth_date,
    s.death_date,
    coalesce(s.sex, '') as sex,
    case when h.is_hidden then '' else coalesce(s.address, '') end as address,
    case when h.is_hidden then '' else coalesce(s.postcode, '') end as postcode,
    case when h.is_hidden then '' else coalesce(s.gp_practice, '') end as gp_practice,
    h.is_hidden as is_sensitive,
    s.updated_on
from person_record r
left join register_row s on s.source = r.source and s.record_id = r.record_id
left join about a on a.person_id = r.person_id
cross join lateral (select coalesce(a.is_sensitive, false) or coalesce(s.is_sensitive, false) as is_hidden) h
order by r.person_id, r.source, r.record_id
