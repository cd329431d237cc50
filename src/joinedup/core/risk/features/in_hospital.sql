-- one row per person whose latest stay of a night or more goes on at $as_at or ended at home or in care in the days before it
with latest as (
    select person_id, admitted_on, discharged_on, discharge_destination, admission_method
    from hospital_spell semi join person using (person_id)
    where admitted_on < $as_at and (discharged_on is null or discharged_on > admitted_on)
        and (discharged_on is null or discharged_on >= $as_at or discharged_on >= $as_at::date - $days::integer)
    qualify row_number() over (partition by person_id order by admitted_on desc, discharged_on desc nulls first, file desc, line desc) = 1
)
select person_id as row_id, person_id,
    case when discharged_on < $as_at then discharged_on else $as_at::date end as counted_from
from latest
where admission_method <> 'maternity'
    and (discharged_on is null or discharged_on >= $as_at
        or (discharge_destination is distinct from 'died' and discharge_destination is distinct from 'other_hospital'))
