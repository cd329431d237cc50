-- Keys two faces must share at least one of to be compared: each survives an error the others do not. People of one home
-- share all but the given name, so something of it is in the key. A key is a hash; it is even, and odd if the home alone is
-- in it, for which a block must be small: where no record has a number, that finds those whom nothing else does.
create or replace temp macro people_part(value) as case when value is not null then hash(value) end;

create or replace temp macro people_key(kind, one, two, three) as case
    when one & two & three is not null then hash(kind, one, two, three) // 2 * 2 end;

create or replace temp macro people_broad_key(kind, one, two) as case
    when one & two is not null then hash(kind, one, two) // 2 * 2 + 1 end;

create or replace temp macro people_most_members(key, most, most_broad) as case when key % 2 = 0 then most else most_broad end;

create or replace temp macro people_initials(given, family) as
    least(left(given, 1), left(family, 1)) || greatest(left(given, 1), left(family, 1));

create or replace temp macro people_block_keys(given, nick, family, birth, postcode, sector, doors, street, number) as [
    people_key('family and birth', people_part(left(family, 3)), people_part(birth), people_part('')),
    people_key('given and birth', people_part(left(nick, 3)), people_part(birth), people_part('')),
    people_key('initials and birth', people_part(people_initials(given, family)), people_part(birth), people_part('')),
    people_key('part of town and birth', people_part(sector), people_part(birth), people_part('')),
    people_key('names and year', people_part(least(nick, family)), people_part(greatest(nick, family)), people_part(left(birth, 4))),
    people_key('name starts and year',
        people_part(left(given, 3) || ' ' || left(family, 3)), people_part(left(birth, 4)), people_part(sector)),
    people_key('names and sector', people_part(nick), people_part(family), people_part(sector)),
    people_key('initials and postcode', people_part(people_initials(given, family)), people_part(postcode), people_part('')),
    people_key('family and home', people_part(family), people_part(postcode), people_part(left(street, 4))),
    people_key('given and home', people_part(nick), people_part(postcode), people_part(left(street, 6))),
    people_key('given, door and street', people_part(left(nick, 1)), people_part(doors), people_part(left(street, 8))),
    case when number is null then people_broad_key('home', people_part(postcode), people_part(left(street, 6))) end,
    case when number is null then people_broad_key('door and street', people_part(doors), people_part(left(street, 8))) end
];

create or replace temp macro people_word_keys(nick, family, birth, word, next_word) as [
    people_key('given and word', people_part(nick), people_part(word), people_part('')),
    people_key('family and word', people_part(family), people_part(word), people_part('')),
    people_key('birth and word', people_part(birth), people_part(word), people_part('')),
    people_key('two words', people_part(word), people_part(next_word), people_part(''))
];

-- One row per face, and one per face and telling word, as the engine takes members that share keys.
create view linkage.block_keyed as
select unique_id as member, unit, registers as bits, is_residual as asks,
    people_block_keys(given, nick, family, birth, postcode, sector, doors, street, number) as keys
from linkage.compared;

create view linkage.word_keyed as
select unique_id as member, unit, registers as bits, is_residual as asks,
    people_word_keys(nick, family, birth, word, next_word) as keys
from linkage.telling_word;
