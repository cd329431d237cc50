select
    person_id, nhs_number, given_name, family_name, birth_date, death_date, sex, ethnicity, address,
    best_value.postcode, lsoa, neighbourhood, local_authority, deprivation_decile::bigint as deprivation_decile, gp_practice, household_id,
    is_sensitive, is_opted_out, record_count
from best_value
left join household using (person_id)
left join (select postcode, any_value(lsoa) as lsoa from place_postcode group by postcode) place_postcode using (postcode)
left join place_area using (lsoa)
order by person_id
