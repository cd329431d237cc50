-- one row per person alive at $as_at whose birth date is known and who has not opted out
-- (somebody whose birth date is not known is still somebody to live with)
with alive as (
    select person_id, birth_date, sex, ethnicity, deprivation_decile, household_id, coalesce(is_opted_out, false) as is_out
    from person
    where (birth_date is null or birth_date < $as_at) and (death_date is null or death_date >= $as_at)
),
household as (
    select household_id, count(*) as household_size
    from alive where household_id is not null
    group by household_id
)
select person_id, birth_date, sex, ethnicity, deprivation_decile, household_size
from alive left join household using (household_id)
where not is_out and birth_date is not null
