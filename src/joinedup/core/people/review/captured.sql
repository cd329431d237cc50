-- Of people whom a number joins although their records differ: one face of each is held out, and its number forgotten.
-- Would the second pass have compared it with another face of theirs? One row: held_out, found.
with several as (
    select standing.unit, min(standing.face) as held_out
    from linkage.standing
    where standing.number is not null
    group by standing.unit having count(*) > 1
), held_out as (
    select unit, held_out from several order by md5(held_out::varchar || $seed) limit $most
), other as (
    select held_out.held_out, standing.face
    from held_out join linkage.standing on standing.unit = held_out.unit and standing.face <> held_out.held_out
), compared as (
    select distinct other.held_out
    from other
    join linkage.block_key mine on mine.unique_id = other.held_out
    join linkage.block_key theirs on theirs.unique_id = other.face and theirs.key = mine.key
    join (select key from linkage.block_key group by key having count(*) <= $most_members) bearable on bearable.key = mine.key
)
select (select count(*) from held_out) as held_out, (select count(*) from compared) as found
