-- One row per face of a unit in some likely pair.
create table linkage.near_face as
select unique_id, unit, number, registers, compared.given, nicks, middle, family, birth, born, sex
from linkage.compared
left join linkage.given_name on given_name.given = compared.given
where unit in (select unit_l from linkage.near union select unit_r from linkage.near);

-- Pairs of units of which some pair of faces is vetoed, or that one register lists as two.
create table linkage.apart as
select near.unit_l, near.unit_r
from linkage.near
join linkage.near_face l on l.unit = near.unit_l
join linkage.near_face r on r.unit = near.unit_r
group by near.unit_l, near.unit_r
having bool_or(l.registers & r.registers <> 0 or people_vetoed(
    l.given, l.nicks, l.middle, l.family, l.birth, l.born, l.sex, l.number, l.registers,
    r.given, r.nicks, r.middle, r.family, r.birth, r.born, r.sex, r.number, r.registers,
    $names_tell, $names_tell_once, $births_tell));

-- One row per pair of units that may be joined: where another pair of their faces is vetoed, likeness counts only if names
-- and dates are there to see.
create table linkage.unit_pair as
select
    likely.unit_l, likely.unit_r, max(weight) as weight, max(probability) as probability,
    arg_max(struct_pack(face_l := face_l, face_r := face_r), struct_pack(weight := weight, l := -face_l, r := -face_r)) as faces
from linkage.likely
left join linkage.apart on apart.unit_l = likely.unit_l and apart.unit_r = likely.unit_r
where is_seen or apart.unit_l is null
group by likely.unit_l, likely.unit_r;
