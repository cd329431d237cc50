-- One row per pair that waits for a decision, most consequential first: two records side by side and what they differ in.
with sensitive as (
    select distinct person_id from people.record where is_sensitive
), shown as (
    select
        record.source, record.record_id, record.person_id, nhs_number, birth_date, sex, updated_on,
        case when given_name[1] in ('=', '+', '-', '@') then '''' || given_name else given_name end as given_name,
        case when family_name[1] in ('=', '+', '-', '@') then '''' || family_name else family_name end as family_name,
        case when sensitive.person_id is not null then 'not shown' when address[1] in ('=', '+', '-', '@') then '''' || address
            else address end as address,
        case when sensitive.person_id is not null then 'not shown' else postcode end as postcode
    from people.record
    left join sensitive using (person_id)
), pair as (
    select *, coalesce(stratum, '') <> '' as is_sample from review_pair
)
select
    -- Of a quality sample nobody is told what the model thinks, or it would measure itself.
    pair_id, priority, case when is_sample then 'sample' else why end as why, case when not is_sample then is_linked end as is_linked,
    case when not is_sample then round(weight, 2) end as weight,
    case when not is_sample then round(probability, 4) end as probability,
    concat_ws(', ',
        case when l.nhs_number <> r.nhs_number then 'NHS number' end,
        case when lower(l.given_name) <> lower(r.given_name) then 'given name' end,
        case when lower(l.family_name) <> lower(r.family_name) then 'family name' end,
        case when l.birth_date <> r.birth_date then 'date of birth' end,
        case when l.sex <> r.sex then 'sex' end,
        case when lower(l.address) <> lower(r.address) then 'address' end,
        case when l.postcode <> r.postcode then 'postcode' end) as differs_in,
    l.nhs_number as left_nhs_number, r.nhs_number as right_nhs_number,
    l.given_name as left_given_name, r.given_name as right_given_name,
    l.family_name as left_family_name, r.family_name as right_family_name,
    l.birth_date as left_birth_date, r.birth_date as right_birth_date,
    l.sex as left_sex, r.sex as right_sex,
    l.address as left_address, r.address as right_address,
    l.postcode as left_postcode, r.postcode as right_postcode,
    l.updated_on as left_updated_on, r.updated_on as right_updated_on,
    left_source, left_record_id, right_source, right_record_id,
    case when is_sample then 'sample' else 'review' end as purpose,
    coalesce(needs_two, false) as needs_two, '' as verdict, '' as decided_by, '' as decided_at, '' as undoes, '' as reason
from pair
join shown l on l.source = left_source and l.record_id = left_record_id
join shown r on r.source = right_source and r.record_id = right_record_id
where (l.person_id = r.person_id) = pair.is_linked  -- pairs are found by whole links; increments may have settled some since
    and (left_source, left_record_id, right_source, right_record_id) not in (
        select (left_source, left_record_id, right_source, right_record_id) from settled
    )
    and (right_source, right_record_id, left_source, left_record_id) not in (
        select (left_source, left_record_id, right_source, right_record_id) from settled
    )
order by priority desc nulls last, pair_id
