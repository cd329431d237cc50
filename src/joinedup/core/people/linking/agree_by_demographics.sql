-- Faces with one full name, date of birth and postcode, and at most one NHS number between them: one person.
create table linkage.demographic_pair as
with full_face as (
    select face, hash(who, postcode) as content, sex, standing.number
    from linkage.face
    join linkage.standing using (face)
    where who is not null and postcode is not null
), alike as (
    select content, min(face) as first_face
    from full_face
    group by content
    having count(*) > 1 and coalesce(min(number) = max(number), true) and coalesce(min(sex) = max(sex), true)
)
select first_face as face_l, face as face_r
from full_face
join alike using (content)
where first_face < face;
