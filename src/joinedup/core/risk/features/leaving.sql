-- one row per stay of a night or more that ended in the year, at home or in care, of somebody not opted out
select person_id || '@' || row_number() over (partition by person_id order by discharged_on, admitted_on, file, line) as row_id,
    person_id, discharged_on as counted_from
from hospital_spell semi join person using (person_id)
where discharged_on >= $since and discharged_on < $until and discharged_on > admitted_on
    and admission_method <> 'maternity' and discharge_destination is distinct from 'died'
    and discharge_destination is distinct from 'other_hospital'
qualify row_number() over (order by md5(person_id || discharged_on || line || file)) <= $most
