-- One row per record: its key as a hash (ids mean nothing beyond telling records apart), and its values made comparable.
create table linkage.sent as
with cleaned as (
    select
        source, record_id,
        md5_number_lower(source || chr(31) || record_id) as record,
        people_number(nhs_number) as sent_number,
        people_number(superseded_nhs_number) as old_number,
        people_name(given_name) as names,
        people_name(family_name) as family,
        case when people_is_birth(birth_date) then strftime(birth_date, '%Y%m%d') end as birth,
        case when people_is_birth(birth_date) then birth_date - date '1900-01-01' end as born,
        case when sex in ('female', 'male') then sex end as sex,
        nullif(upper(regexp_replace(postcode, '[^A-Za-z0-9]', '', 'g')), '') as postcode,
        people_words(address) as address,
        updated_on
    from linkage_register
)
select
    source, record_id, record, updated_on, sent_number as number, old_number,
    split_part(names, ' ', 1) as given,
    coalesce(nickname.stands_for[1], split_part(names, ' ', 1)) as nick,
    case when names is not null then list_prepend(split_part(names, ' ', 1), coalesce(nickname.stands_for, [])) end as nicks,
    nullif(split_part(names, ' ', 2), '') as middle,
    family, birth, born, sex, postcode, left(postcode, greatest(2, length(postcode) - 2)) as sector,
    array_to_string(regexp_extract_all(address, '\b[0-9]+[a-z]?\b'), ' ') as doors,
    people_street(address) as street
from cleaned
left join linkage_nickname nickname on nickname.name = split_part(cleaned.names, ' ', 1);
