-- What is written, cleaned once for each way it is written: names, dates and postcodes repeat, records are many.
create table linkage.written_name as
select written, people_name(written) as name
from (select given_name as written from linkage_register union select family_name from linkage_register)
where written is not null;

create table linkage.written_postcode as
select written, nullif(upper(regexp_replace(written, '[^A-Za-z0-9]', '', 'g')), '') as postcode
from (select distinct postcode as written from linkage_register)
where written is not null;

-- Dates of birth are text YYYYMMDD from here on, so that a slip of the finger is one edit.
create table linkage.day as
select day, strftime(day, '%Y%m%d') as birth, day - date '1900-01-01' as born
from (select distinct birth_date as day from linkage_register)
where people_is_birth(day);

-- One row per record: its key as a hash (ids mean nothing beyond telling records apart), and its values made comparable.
-- The address stays as it was written until somebody's address has to be compared.
create table linkage.received as
select
    source, record_id, people_record_key(source, record_id) as record, updated_on,
    people_number(nhs_number) as number,
    people_number(superseded_nhs_number) as old_number,
    split_part(given.name, ' ', 1) as given,
    nullif(split_part(given.name, ' ', 2), '') as middle,
    family.name as family,
    day.birth, day.born,
    case when sex in ('female', 'male') then sex end as sex,
    home.postcode,
    nullif(trim(address), '') as address
from linkage_register register
left join linkage.written_name given on given.written = register.given_name
left join linkage.written_name family on family.written = register.family_name
left join linkage.written_postcode home on home.written = register.postcode
left join linkage.day on day.day = register.birth_date;
