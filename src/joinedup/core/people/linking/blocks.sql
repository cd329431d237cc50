-- Keys two faces must share at least one of to be compared: each survives an error the others do not. People of one home
-- share all but the given name, so something of it is in the key; where no record has a number, the home alone must do.
create or replace temp macro people_block_keys(given, nick, family, birth, postcode, sector, doors, street, number) as [
    'family and birth:' || left(family, 3) || birth,
    'given and birth:' || left(nick, 3) || birth,
    'initials and birth:' || least(left(given, 1), left(family, 1)) || greatest(left(given, 1), left(family, 1)) || birth,
    'part of town and birth:' || sector || birth,
    'names and year:' || least(nick, family) || '|' || greatest(nick, family) || left(birth, 4),
    'name starts and year:' || left(given, 3) || '|' || left(family, 3) || left(birth, 4) || sector,
    'names and sector:' || nick || '|' || family || '|' || sector,
    'initials and postcode:' || least(left(given, 1), left(family, 1)) || greatest(left(given, 1), left(family, 1)) || postcode,
    'family and home:' || family || postcode || left(street, 4),
    'given and home:' || left(nick, 1) || postcode || left(street, 6),
    'given, door and street:' || left(nick, 1) || doors || '|' || left(street, 8),
    case when number is null then 'home:' || postcode || left(street, 6) end,
    case when number is null then 'door and street:' || doors || '|' || left(street, 8) end
];

create or replace temp macro people_word_keys(nick, family, birth, word, next_word) as [
    'given and word:' || nick || '|' || word,
    'family and word:' || family || '|' || word,
    'birth and word:' || birth || '|' || word,
    'two words:' || word || '|' || next_word
];

create table linkage.residual_key as
with keyed as (
    select unique_id, unit, number, registers, birth,
        unnest(people_block_keys(given, nick, family, birth, postcode, sector, doors, street, number)) as key
    from linkage.compared
    left join linkage.home on home.address = compared.address
    where is_residual
    union all
    select unique_id, unit, number, registers, birth, unnest(people_word_keys(nick, family, birth, word, next_word)) as key
    from linkage.telling_word where is_residual
)
select unique_id, unit, number, registers, birth::int as day, people_hash(key) as key
from keyed where key is not null;

-- Faces that already have a confirmed number are looked up, not compared with one another.
create table linkage.block_key as
with looked_up as (
    select unique_id, unit, number, registers, birth,
        unnest(people_block_keys(given, nick, family, birth, postcode, sector, doors, street, number)) as key
    from linkage.compared
    left join linkage.home on home.address = compared.address
    where not is_residual
    union all
    select unique_id, unit, number, registers, birth, unnest(people_word_keys(nick, family, birth, word, next_word)) as key
    from linkage.telling_word where not is_residual
)
select unique_id, unit, true as is_residual, number, registers, day, key from linkage.residual_key
union all
select unique_id, unit, false, number, registers, birth::int, people_hash(key)
from looked_up
where key is not null and people_hash(key) in (select key from linkage.residual_key);
