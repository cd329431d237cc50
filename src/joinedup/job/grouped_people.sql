-- One row per person: how many records they have, and the groups by which errors of linking are told.
-- Ethnic categories are put together as the census does, so that groups are not too small to speak of.
select
    person_id, record_count,
    case
        when ethnicity in ('A', 'B', 'C') then 'White'
        when ethnicity in ('D', 'E', 'F', 'G') then 'Mixed'
        when ethnicity in ('H', 'J', 'K', 'L') then 'Asian or Asian British'
        when ethnicity in ('M', 'N', 'P') then 'Black or Black British'
        when ethnicity in ('R', 'S') then 'Chinese or other'
    end as ethnicity,
    case deprivation_decile
        when 1 then '1 most deprived' when 2 then '1 most deprived' when 3 then '2' when 4 then '2' when 5 then '3'
        when 6 then '3' when 7 then '4' when 8 then '4' when 9 then '5 least deprived' when 10 then '5 least deprived'
    end as deprivation_quintile,
    case
        when birth_date is null then null
        when date_sub('year', birth_date, $as_at) < 18 then '0 to 17'
        when date_sub('year', birth_date, $as_at) < 45 then '18 to 44'
        when date_sub('year', birth_date, $as_at) < 65 then '45 to 64'
        when date_sub('year', birth_date, $as_at) < 80 then '65 to 79'
        else '80 and over'
    end as age_band,
    case when sex in ('female', 'male') then sex end as sex
from person
order by person_id
