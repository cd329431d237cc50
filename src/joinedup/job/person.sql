-- One row per person. Of a sensitive person address, postcode, LSOA and practice are not written at all; the
-- neighbourhood is, or no team would look after them.
select
    person_id, nhs_number, given_name, family_name, birth_date, death_date, sex, ethnicity,
    case when not is_sensitive then address end as address, case when not is_sensitive then best_value.postcode end as postcode,
    case when not is_sensitive then lsoa end as lsoa, neighbourhood, local_authority, deprivation_decile::bigint as deprivation_decile,
    case when not is_sensitive then gp_practice end as gp_practice, household_id,
    is_sensitive, is_opted_out, record_count
from best_value
left join household using (person_id)
left join (select postcode, any_value(lsoa) as lsoa from place_postcode group by postcode) place_postcode using (postcode)
left join place_area using (lsoa)
order by person_id
