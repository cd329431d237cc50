-- One row per pair of records of which one is an identity the other was changed from, by the word of a register. What is
-- said of a record holds for every record under its number, and so for the identity as a whole; numbers on many records
-- are no identity.
with said as (
    select source, record_id, people_number(nhs_number) as number, changed_identity_of as former,
        people_number(changed_identity_of) as former_number, updated_on
    from linkage_register
    where changed_identity_of is not null and trim(changed_identity_of) <> ''
), named as (
    select said.source, said.record_id, said.number, said.updated_on, former.source as former_source,
        former.record_id as former_record_id, people_number(former.nhs_number) as former_number
    from said
    join linkage_register former on former.source = said.source and former.record_id = said.former
    union all
    select source, record_id, number, updated_on, null, null, former_number from said where former_number is not null
), numbered as (
    select people_number(nhs_number) as number, source, record_id
    from linkage_register
    where nhs_number is not null and exists (select 1 from said)
), identity as (
    select number, source, record_id from numbered
    where number in (select number from named union all select former_number from named)
        and number in (select number from numbered group by number having count(*) <= $most_records)
), present as (
    select named.*, source as present_source, record_id as present_record_id from named
    union all
    select named.*, identity.source, identity.record_id from named join identity on identity.number = named.number
    where named.number is distinct from named.former_number
), pair as (
    select present_source, present_record_id, former_source, former_record_id, updated_on
    from present where former_source is not null
    union all
    select present_source, present_record_id, identity.source, identity.record_id, updated_on
    from present
    join identity on identity.number = present.former_number
    where present.number is distinct from present.former_number
)
select present_source as left_source, present_record_id as left_record_id, former_source as right_source,
    former_record_id as right_record_id, coalesce(max(updated_on)::timestamp, timestamp '1970-01-01') as decided_at
from pair
where present_source <> former_source or present_record_id <> former_record_id
group by present_source, present_record_id, former_source, former_record_id
order by left_source, left_record_id, right_source, right_record_id
