-- One row per person and word of a name: the present one, and those any agency's register has. As people.finding.asked
-- has it: small letters, no accents, no apostrophes; hyphens and blanks part words.
with name as (
    select person_id, concat_ws(' ', given_name, family_name) as name from person
    union
    select r.person_id, concat_ws(' ', s.given_name, s.family_name)
    from person_record r
    join register_row s on s.source = r.source and s.record_id = r.record_id
    semi join person p on p.person_id = r.person_id
),
word as (
    select person_id, unnest(regexp_extract_all(
        lower(strip_accents(regexp_replace(name, '[''’`]', '', 'g'))), '[\p{L}\p{N}]+'
    )) as word
    from name
)
select distinct p.person_id as person, word[:60] as word, p.neighbourhood
from word
join person_loaded p on p.person_id = word.person_id
order by word, p.neighbourhood, person
