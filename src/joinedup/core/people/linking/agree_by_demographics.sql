-- Faces with one full name, date of birth and postcode, and at most one NHS number between them: one person.
create table linkage.demographic_pair as
with full_face as (
    select face, hash(who, postcode) as content, sex from linkage.face where who is not null and postcode is not null
), several as (
    select content, min(face) as first_face
    from full_face
    group by content
    having count(*) > 1 and coalesce(min(sex) = max(sex), true)
), placed as (
    select full_face.face, content, first_face, standing.number
    from full_face
    join several using (content)
    join linkage.standing on standing.face = full_face.face
), alike as (
    select content from placed group by content having coalesce(min(number) = max(number), true)
)
select first_face as face_l, face as face_r
from placed
join alike using (content)
where first_face < face;
