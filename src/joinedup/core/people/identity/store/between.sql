-- What stands between two records, if anything does.
with ends as (
    select l.face as face_l, r.face as face_r, unit_l.unit as unit_l, unit_r.unit as unit_r
    from linkage.record_face l
    join linkage.unit unit_l on unit_l.face = l.face,
    linkage.record_face r
    join linkage.unit unit_r on unit_r.face = r.face
    where l.source = $left_source and l.record_id = $left_record_id
        and r.source = $right_source and r.record_id = $right_record_id
), people as (
    select ends.*, grown_l.person as person_l, grown_r.person as person_r
    from ends
    join linkage.grown grown_l on grown_l.unit = unit_l
    join linkage.grown grown_r on grown_r.unit = unit_r
), decided as (
    select 1 from linkage.cannot_link
    join linkage.unit l on l.face = face_l
    join linkage.unit r on r.face = face_r
    join linkage.grown grown_l on grown_l.unit = l.unit
    join linkage.grown grown_r on grown_r.unit = r.unit
    join people on (person_l, person_r) in ((grown_l.person, grown_r.person), (grown_r.person, grown_l.person))
)
select
    (select count(*) from decided) > 0 as is_decided,
    not joined_l.is_residual and not joined_r.is_residual and people.unit_l <> people.unit_r as has_two_numbers,
    joined_l.registers & joined_r.registers <> 0 and people.unit_l <> people.unit_r as is_once,
    people_vetoed(
        l.given, l.nicks, l.middle, l.family, l.birth, l.born, l.sex, l.number, l.registers,
        r.given, r.nicks, r.middle, r.family, r.birth, r.born, r.sex, r.number, r.registers,
        $names_tell, $names_tell_once, $births_tell) as is_vetoed,
    (least(people.unit_l, people.unit_r), greatest(people.unit_l, people.unit_r)) in (
        select (unit_l, unit_r) from linkage.contested) as is_contested,
    exists (
        select 1 from linkage.unit_pair pair
        where pair.unit_l = least(people.unit_l, people.unit_r) and pair.unit_r = greatest(people.unit_l, people.unit_r)
            and pair.weight >= $least_weight
    ) and person_l <> person_r as is_kept
from people
join linkage.everybody l on l.unique_id = face_l
join linkage.everybody r on r.unique_id = face_r
join linkage.joined joined_l on joined_l.unit = people.unit_l
join linkage.joined joined_r on joined_r.unit = people.unit_r
