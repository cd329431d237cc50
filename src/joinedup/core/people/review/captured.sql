-- Of people whom a number joins although their records differ: one face of each is held out, and its number forgotten.
-- Would it share a block with another face of theirs, in a register that may list the person too?
create or replace table linkage.held_out as
with several as (
    select unit, min(face) as held_out from linkage.standing where number is not null group by unit having count(*) > 1
)
select unit, held_out from several order by md5(held_out::varchar || $seed) limit $most;

-- One row per held-out face, and per face it could be found by, with the keys of its blocks.
create or replace table linkage.tried as
with worded as (
    select held_out.held_out, face.*, people_words(address) as words
    from linkage.held_out
    join linkage.standing on standing.unit = held_out.unit
    join linkage.face on face.face = standing.face
), housed as (
    select *, people_doors(words) as doors, people_street(words) as street from worded
)
select held_out, face, face = held_out as is_held_out,
    people_block_keys(
        housed.given, nick, family, birth, postcode, left(postcode, greatest(2, length(postcode) - 2)), doors, street,
        case when face <> held_out then number end) as keys
from housed
left join linkage.given_name on given_name.given = housed.given;
