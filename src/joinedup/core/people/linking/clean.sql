-- What is written, cleaned once for each way it is written: names, dates and postcodes repeat, records are many.
create table linkage.written_name as
select written.written, people_name(coalesce(latin, written.written)) as name
from linkage.written left join linkage_latin on linkage_latin.written = written.written;

create table linkage.written_given as
select written, split_part(name, ' ', 1) as given, nullif(split_part(name, ' ', 2), '') as middle from linkage.written_name;

create table linkage.written_postcode as
select written, nullif(upper(regexp_replace(written, '[^A-Za-z0-9]', '', 'g')), '') as postcode
from (select distinct postcode as written from linkage_register)
where written is not null;

-- Dates of birth are text YYYYMMDD from here on, so that a slip of the finger is one edit.
create table linkage.day as
select day, strftime(day, '%Y%m%d') as birth, day - date '1900-01-01' as born
from (select distinct birth_date as day from linkage_register)
where people_is_birth(day);

-- Days that no calendar has, where dates are sent as text: a slip in a date often makes one, and its digits still tell.
create table linkage.no_day as
select birth_sent, replace(birth_sent, '-', '') as birth
from (select distinct birth_sent from linkage_register where birth_sent is not null)
where regexp_full_match(birth_sent, '[0-9]{4}-[0-9]{2}-[0-9]{2}');

-- What few registers say about where people come from. One row per record that says any of it.
create table linkage.background as
select people_record_key(source, record_id) as record, min(people_words(birth_place)) as birth_place, min(people_words(occupation)) as occupation
from linkage_register
where birth_place is not null or occupation is not null
group by source, record_id;

-- Numbers under which some register has a sensitive person: the flag holds for every record under them.
create table linkage.sensitive_number as
select distinct people_number(nhs_number) as number
from linkage_register where is_sensitive and people_number(nhs_number) is not null;

-- One row per record: its key as a hash (ids mean nothing beyond telling records apart), and its values made comparable.
-- The address stays as it was written until somebody's address has to be compared. Where a sensitive person lives says
-- nothing at all: it joins nobody, and brings nobody to anybody's eye.
-- And hashes of what it says: `who` of full name and date of birth, if all are there; `said` of everything but the
-- number, if two of them are. Of one postcode, how an address goes on after its door tells nobody apart.
create table linkage.received as
with written as (
    select
        source, record_id, updated_on, nhs_number, given_name, family_name, birth_date, birth_sent, sex, postcode, address,
        coalesce(is_sensitive, false) as is_sensitive,
        people_digits(nhs_number) as digits, people_digits(superseded_nhs_number) as old_digits
    from linkage_register
), counted as (
    select *, digits::bigint as n, old_digits::bigint as old_n from written
), valued as (
    select *, case when people_is_number(n) then digits end as number,
        case when people_is_number(old_n) then old_digits end as old_number
    from counted
), cleaned as (
    select
        valued.source, valued.record_id, updated_on, valued.number, old_number, given, middle, family.name as family,
        coalesce(day.birth, no_day.birth) as birth, day.born,
        case when sex in ('female', 'male') then sex end as sex,
        case when not is_sensitive and sensitive_number.number is null then home.postcode end as postcode,
        case when not is_sensitive and sensitive_number.number is null then nullif(address, '') end as address,
        case when valued.number is null then nullif(trim(nhs_number), '') end as not_a_number
    from valued
    left join linkage.written_given given on given.written = valued.given_name
    left join linkage.written_name family on family.written = valued.family_name
    left join linkage.written_postcode home on home.written = valued.postcode
    left join linkage.day on day.day = valued.birth_date
    left join linkage.no_day on no_day.birth_sent = valued.birth_sent
    left join linkage.sensitive_number on sensitive_number.number = coalesce(valued.number, old_number)
)
select source, record_id, people_record_key(source, record_id) as record, updated_on, number, old_number, given, middle,
    family, birth, born, sex, postcode, address, not_a_number,
    case when given is not null and family is not null and birth is not null then hash(given, family, birth) end as who,
    case when (given is not null)::int + (family is not null)::int + (birth is not null)::int >= 2 then hash(
        coalesce(given, ''), coalesce(middle, ''), coalesce(family, ''), coalesce(birth, ''), coalesce(sex, ''),
        coalesce(postcode, ''), coalesce(case when postcode is null then address else left(address, 4) end, '')
    ) end as said,
    given is not null and family is not null and birth is not null and postcode is not null as is_whole
from cleaned;
