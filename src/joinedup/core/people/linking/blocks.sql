-- Keys two faces must share at least one of to be compared: each survives an error the others do not. People of one home
-- share all but the given name, so something of it is in the key. A key is a hash; it is even, and odd if the home alone is
-- in it, for which a block must be small: where no record has a number, that finds those whom nothing else does.
create or replace temp macro people_key(kind, one, two, three, four) as case
    when one is not null and two is not null and three is not null and four is not null
    then hash(kind, one, two, three, four) // 2 * 2 end;

create or replace temp macro people_broad_key(kind, one, two) as case
    when one is not null and two is not null then hash(kind, one, two) // 2 * 2 + 1 end;

create or replace temp macro people_most_members(key, most, most_broad) as case when key % 2 = 0 then most else most_broad end;

create or replace temp macro people_block_keys(given, nick, family, birth, postcode, sector, doors, street, number) as [
    people_key('family and birth', left(family, 3), birth, '', ''),
    people_key('given and birth', left(nick, 3), birth, '', ''),
    people_key('initials and birth', least(left(given, 1), left(family, 1)), greatest(left(given, 1), left(family, 1)), birth, ''),
    people_key('part of town and birth', sector, birth, '', ''),
    people_key('names and year', least(nick, family), greatest(nick, family), left(birth, 4), ''),
    people_key('name starts and year', left(given, 3), left(family, 3), left(birth, 4), sector),
    people_key('names and sector', nick, family, sector, ''),
    people_key('initials and postcode', least(left(given, 1), left(family, 1)), greatest(left(given, 1), left(family, 1)), postcode, ''),
    people_key('family and home', family, postcode, left(street, 4), ''),
    people_key('given and home', nick, postcode, left(street, 6), ''),
    people_key('given, door and street', left(nick, 1), doors, left(street, 8), ''),
    case when number is null then people_broad_key('home', postcode, left(street, 6)) end,
    case when number is null then people_broad_key('door and street', doors, left(street, 8)) end
];

create or replace temp macro people_word_keys(nick, family, birth, word, next_word) as [
    people_key('given and word', nick, word, '', ''),
    people_key('family and word', family, word, '', ''),
    people_key('birth and word', birth, word, '', ''),
    people_key('two words', word, next_word, '', '')
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
select unique_id, unit, number, registers, birth::int as day, key
from keyed where key is not null;

-- Faces that already have a confirmed number are looked up, not compared with one another.
create table linkage.looked_up_key as
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
select unique_id, unit, number, registers, birth::int as day, key
from looked_up
where key in (select key from linkage.residual_key);

create view linkage.block_key as
select unique_id, unit, true as is_residual, number, registers, day, key from linkage.residual_key
union all
select unique_id, unit, false, number, registers, day, key from linkage.looked_up_key;
