-- Pairs of faces of different units, at least one of them residual, that share a block of bearable size.
-- Vetoed pairs are never one person without a shared number: twins, parent and child of one name, brother and sister.
-- Where the records themselves show that names (or dates) of one person are often wholly different, they cannot tell
-- relatives apart, and the model alone decides.
create table linkage.candidate as
with pair as (
    select distinct least(l.unique_id, r.unique_id) as face_l, greatest(l.unique_id, r.unique_id) as face_r
    from linkage.block_key l
    join linkage.block using (key)
    join linkage.block_key r using (key)
    where l.is_residual and l.unit <> r.unit and (not r.is_residual or l.unique_id < r.unique_id)
        and block.members <= $most_members
)
select face_l, face_r, l.unit as unit_l, r.unit as unit_r, coalesce(
    case
        when people_names_exchanged(l.given, l.family, r.given, r.family) then false
        when not people_givens_alike(l.given, l.nicks, l.middle, r.given, r.nicks, r.middle) then $names_tell
        -- two numbers that differ leave room for one slip in the name and none in the date
        when hamming(l.number, r.number) > 2
            and (l.birth <> r.birth or not list_has_any(l.nicks, r.nicks) and jaro_winkler_similarity(l.given, r.given) < 0.92)
            then true
        when l.sex <> r.sex and l.given <> r.given then $names_tell
    end, false) or coalesce(not people_births_near(l.birth, l.born, r.birth, r.born) and $births_tell, false) as is_vetoed
from pair
join linkage.compared l on l.unique_id = face_l
join linkage.compared r on r.unique_id = face_r;
