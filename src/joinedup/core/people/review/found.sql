-- How many were held out, and how many of them found. One row.
with keyed as (
    select held_out, is_held_out, unnest(keys) as key from linkage.tried
), met as (
    select distinct mine.held_out
    from keyed mine
    join keyed theirs on theirs.held_out = mine.held_out and theirs.key = mine.key
    where mine.is_held_out and not theirs.is_held_out
)
select (select count(*) from linkage.held_out) as held_out, (select count(*) from met) as found
