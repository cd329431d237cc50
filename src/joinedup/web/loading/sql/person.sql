-- One row per person, living or not; age and frailty as at the run's date.
select
    p.person_id,
    coalesce(p.nhs_number, '') as nhs_number,
    coalesce(p.given_name, '') as given_name,
    coalesce(p.family_name, '') as family_name,
    p.birth_date,
    p.death_date,
    coalesce(p.sex, '') as sex,
    coalesce(p.address, '') as address,
    coalesce(p.postcode, '') as postcode,
    coalesce(h.code, '') as neighbourhood,
    coalesce(p.local_authority, '') as local_authority,
    p.deprivation_decile,
    coalesce(p.gp_practice, '') as gp_practice,
    coalesce(p.household_id, '') as household_id,
    coalesce(p.is_sensitive, false) as is_sensitive,
    coalesce(p.is_opted_out, false) as is_opted_out,
    date_sub('year', p.birth_date, least(coalesce(p.death_date, $as_at), $as_at)) as age_years,
    coalesce(f.category, '') as frailty,
    c.person_id is not null or coalesce(s.has_unpaid_carer, false) as has_unpaid_carer,
    case when s.has_unpaid_carer then s.organisation else '' end as carer_said_by,
    case when s.has_unpaid_carer then s.starts_on end as carer_said_on
from person p
left join neighbourhood h on h.code = p.neighbourhood
left join (select person_id, min(category) as category from reference_score where score = 'efi' group by 1) f
    using (person_id)
left join (
    select distinct cared_for_person_id as person_id
    from unpaid_carer
    where coalesce(ends_on, $as_at) >= $as_at
) c using (person_id)
left join (
    select person_id, has_unpaid_carer, organisation, starts_on
    from social_care_event
    where has_unpaid_carer is not null and client_type is distinct from 'carer' and starts_on < $as_at
    qualify row_number() over (partition by person_id order by starts_on desc, file desc, line desc) = 1
) s using (person_id)
order by p.person_id
