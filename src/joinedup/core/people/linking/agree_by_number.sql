-- Pairs of faces that share an NHS number, and whether the people they describe agree.
-- A number keyed on the wrong record belongs to somebody else, often a twin, a parent or a child of the same name.
create table linkage.number_pair as
with pair as (
    select number, l.face as face_l, r.face as face_r
    from linkage.face l join linkage.face r using (number)
    where l.face < r.face
)
select
    pair.number, l.face as face_l, r.face as face_r,
    case
        when l.birth = r.birth and l.given = r.given and l.family = r.family then true
        else coalesce(people_agree(
            l.given, l_name.nicks, l.middle, l.family, l.birth, l.born, l.sex,
            r.given, r_name.nicks, r.middle, r.family, r.birth, r.born, r.sex
        ), false)
    end as agrees
from pair
join linkage.face l on l.face = face_l
join linkage.face r on r.face = face_r
left join linkage.given_name l_name on l_name.given = l.given
left join linkage.given_name r_name on r_name.given = r.given;
