-- One row per person: the best value of each field among the records that are theirs.
-- A record is the more trusted the surer it is whose it is (NHS number first) and the later it was changed; where a
-- person lives now is asked of the latest record alone. Dates of birth and numbers are decided by majority; so is how a
-- name is spelled: the most trusted record says which name it is, and of the spellings a slip or two away from that most
-- records decide. A name that changed is another name, and gives way to nobody's older one.
create or replace temp table best_value as
with record as (
    select
        person_id, register.*,
        row_number() over (order by how = 'nhs_number', updated_on nulls first, md5_number_lower(source || record_id)) as trust,
        row_number() over (order by updated_on nulls first, how = 'nhs_number', md5_number_lower(source || record_id)) as recency
    from register
    join person_record using (source, record_id)
), born as (
    select person_id, arg_max(birth_date, (records, trust)) as birth_date
    from (
        select person_id, birth_date, count(*) as records, max(trust) as trust
        from record where birth_date is not null group by person_id, birth_date
    ) group by person_id
), numbered as (
    select person_id, arg_max(nhs_number, (is_current, records, trust)) as nhs_number
    from (
        select person_id, nhs_number, count(*) as records, max(trust) as trust,
            nhs_number not in (
                select superseded_nhs_number from register
                where superseded_nhs_number is not null and superseded_nhs_number <> nhs_number
            ) as is_current
        from record
        anti join unbelieved using (source, record_id)
        where nhs_number is not null group by person_id, nhs_number
    ) group by person_id
), spelled as (
    select person_id, kind, name, count(*) as records, max(trust) as trust
    from (
        select person_id, 'given' as kind, given_name as name, trust from record where given_name is not null
        union all
        select person_id, 'family', family_name, trust from record where family_name is not null
    ) group by person_id, kind, name
), believed as (
    select person_id, kind, arg_max(name, (kind = 'given' and length(name) > 1, trust)) as name, count(*) as spellings
    from spelled group by person_id, kind
), respelled as (
    select person_id, believed.kind, arg_max(spelled.name, (spelled.records, spelled.trust)) as name
    from believed join spelled using (person_id, kind)
    where spellings > 1 and people_same_but_slips(lower(believed.name), lower(spelled.name))
    group by person_id, believed.kind
), named as (
    select person_id,
        max(coalesce(respelled.name, believed.name)) filter (kind = 'given') as given_name,
        max(coalesce(respelled.name, believed.name)) filter (kind = 'family') as family_name
    from believed left join respelled using (person_id, kind) group by person_id
), described as (
    select
        person_id,
        arg_max(death_date, trust) filter (death_date is not null) as death_date,
        arg_max(sex, (sex in ('female', 'male'), trust)) filter (sex is not null) as sex,
        arg_max(ethnicity, (ethnicity not in ('Z', '99'), trust)) filter (ethnicity is not null) as ethnicity,
        arg_max({'address': address, 'postcode': postcode}, recency) filter (postcode is not null) as home,
        arg_max(address, recency) filter (address is not null) as address_alone,
        arg_max(gp_practice, recency) filter (gp_practice is not null) as gp_practice,
        coalesce(bool_or(is_sensitive), false) as is_sensitive,
        coalesce(bool_or(is_opted_out), false) as is_opted_out,
        count(*) as record_count
    from record group by person_id
)
select described.* exclude (home, address_alone), given_name, family_name, nhs_number, birth_date,
    case when home is null then address_alone else home.address end as address, home.postcode as postcode
from described
left join named using (person_id)
left join born using (person_id)
left join numbered using (person_id);
