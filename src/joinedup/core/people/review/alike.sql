-- Pairs of faces that a guard keeps apart although they have three of name, family, birth and home in common: with
-- another given name (twins, or one person called otherwise), or another date of birth (parent and child of one name, or
-- a wrong date). Two different numbers speak for themselves. Groups too large to compare are left out, as in linking.
create or replace table linkage.alike as
with face as (
    select unique_id as face, unit, is_residual, given, nicks, family, birth, number, postcode, doors
    from linkage.compared
    where family is not null and postcode is not null and doors <> '' and given is not null and birth is not null
), born_and_living as (
    select family, birth, postcode, doors from face group by family, birth, postcode, doors
    having count(*) between 2 and $most_members and bool_or(is_residual)
), named_and_living as (
    select family, given, postcode, doors from face group by family, given, postcode, doors
    having count(*) between 2 and $most_members and bool_or(is_residual)
)
select l.face as face_l, r.face as face_r, l.unit as unit_l, r.unit as unit_r
from face l
join born_and_living using (family, birth, postcode, doors)
join face r using (family, birth, postcode, doors)
where l.face < r.face and l.unit <> r.unit and l.given <> r.given and (l.is_residual or r.is_residual)
    and coalesce(l.number = r.number, true)
union
select l.face, r.face, l.unit, r.unit
from face l
join named_and_living using (family, given, postcode, doors)
join face r using (family, given, postcode, doors)
where l.face < r.face and l.unit <> r.unit and l.birth <> r.birth and (l.is_residual or r.is_residual)
    and coalesce(l.number = r.number, true);
