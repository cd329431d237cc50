-- Pairs of faces that a guard keeps apart although they have three of name, family, birth and home in common: with
-- another given name (twins, or one person called otherwise), or another date of birth (parent and child of one name, or
-- a wrong date). Two different numbers speak for themselves. Groups too large to compare are left out, as in linking.
create or replace table linkage.housed as
select unique_id as face, unit, is_residual, given, family, birth, number, postcode || ' ' || doors as home
from linkage.everybody
join linkage.home on home.address = everybody.address
where given is not null and family is not null and birth is not null and postcode is not null and doors <> '';

create or replace table linkage.namesake as
select face, unit, is_residual, given, family, birth, number, home
from linkage.housed
where (family, birth, home) in (
    select (family, birth, home) from linkage.housed
    group by family, birth, home having count(*) between 2 and $most_members and bool_or(is_residual));

create or replace table linkage.homonym as
select face, unit, is_residual, given, family, birth, number, home
from linkage.housed
where (family, given, home) in (
    select (family, given, home) from linkage.housed
    group by family, given, home having count(*) between 2 and $most_members and bool_or(is_residual));

create or replace table linkage.alike as
select l.face as face_l, r.face as face_r
from linkage.namesake l
join linkage.namesake r using (family, birth, home)
where l.face < r.face and l.unit <> r.unit and l.given <> r.given and (l.is_residual or r.is_residual)
    and coalesce(l.number = r.number, true)
union
select l.face, r.face
from linkage.homonym l
join linkage.homonym r using (family, given, home)
where l.face < r.face and l.unit <> r.unit and l.birth <> r.birth and (l.is_residual or r.is_residual)
    and coalesce(l.number = r.number, true);
