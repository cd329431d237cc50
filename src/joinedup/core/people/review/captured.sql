-- Of people whom a number joins although their records differ: one face of each is held out, and its number forgotten.
-- Would it share a block with another face of theirs, in a register that may list the person too?
create or replace table linkage.held_out as
with several as (
    select unit, min(face) as held_out from linkage.standing where number is not null group by unit having count(*) > 1
)
select unit, held_out from several order by md5(held_out::varchar || $seed) limit $most;

-- One row per held-out face, and per face it could be found by, with the keys of its blocks.
create or replace table linkage.tried as
select held_out.held_out, face.face, face.face = held_out.held_out as is_held_out,
    people_block_keys(
        face.given, nick, family, birth, postcode, left(postcode, greatest(2, length(postcode) - 2)),
        people_doors(people_words(address)), people_street(people_words(address)),
        case when face.face <> held_out.held_out then face.number end) as keys
from linkage.held_out
join linkage.standing on standing.unit = held_out.unit
join linkage.face on face.face = standing.face
left join linkage.given_name on given_name.given = face.given;
