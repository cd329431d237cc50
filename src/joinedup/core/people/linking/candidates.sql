-- Pairs of faces of different units, at least one of them residual, that share a block of bearable size and pass the quick
-- tests: no register that lists people once has both, dates of birth are near, and two numbers that differ leave room for
-- one slip or need one date. Where dates of one person are often wholly different, they tell nobody apart.
-- So do pairs whose one number is disputed between them.
create table linkage.met as
with bearable as (
    select key from linkage.block where members <= people_most_members(key, $most_members, $most_broad)
), shared as (
    select block_key.* from linkage.block_key semi join bearable using (key)
)
select least(l.unique_id, r.unique_id) as face_l, greatest(l.unique_id, r.unique_id) as face_r
from shared l
join shared r using (key)
where l.is_residual and l.unit <> r.unit and (not r.is_residual or l.unique_id < r.unique_id)
    and l.registers & r.registers = 0
    and (l.day is null or r.day is null or l.day = r.day or (
        (people_days_near(l.day, r.day) or not $births_tell or l.registers <> 0 and r.registers <> 0)
        and (l.number is null or r.number is null or people_digits_apart(l.number, r.number) <= 2)))
union
select face_l, face_r
from linkage.number_pair
join linkage.compared l on l.unique_id = face_l
join linkage.compared r on r.unique_id = face_r
where not agrees and l.unit <> r.unit and (l.is_residual or r.is_residual) and l.registers & r.registers = 0;

create table linkage.met_face as
select unique_id, unit, registers, number, disputed.said as disputed, given, nicks, middle, family, birth, born, sex
from linkage.compared
left join (select face, said from linkage.standing where is_disputed and number is null) disputed on disputed.face = unique_id
where unique_id in (select face_l from linkage.met union select face_r from linkage.met);

-- Of those, the pairs that can still weigh enough to be of interest (most of one home cannot), and that are not vetoed:
-- twins, parent and child of one name, brother and sister are never one person without a shared number.
create table linkage.candidate as
select face_l, face_r, l.unit as unit_l, r.unit as unit_r
from linkage.met
join linkage.met_face l on l.unique_id = face_l
join linkage.met_face r on r.unique_id = face_r
where people_most_weight(
        l.given, l.nicks, l.middle, l.family, l.birth, l.born, l.sex, l.number, l.disputed,
        r.given, r.nicks, r.middle, r.family, r.birth, r.born, r.sex, r.number, r.disputed) >= $least_weight
    and not case
        when l.registers <> 0 and r.registers <> 0 and (l.number is null or r.number is null) then false
        else people_vetoed(
            l.given, l.nicks, l.middle, l.family, l.birth, l.born, l.sex, l.number,
            r.given, r.nicks, r.middle, r.family, r.birth, r.born, r.sex, r.number,
            $names_tell and (l.registers = 0 or r.registers = 0), $births_tell and (l.registers = 0 or r.registers = 0))
        end;
