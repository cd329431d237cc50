-- Faces with one full name, date of birth and postcode, and at most one NHS number between them: one person.
create table linkage.demographic_pair as
with full_face as (
    select face, hash(who, postcode) as content, sex from linkage.face where who is not null and postcode is not null
), placed as (
    select full_face.face, content, sex, standing.number
    from full_face
    join linkage.standing on standing.face = full_face.face
    where content in (select content from full_face group by content having count(*) > 1)
), alike as (
    select content, min(face) as first_face
    from placed
    group by content
    having coalesce(min(sex) = max(sex), true) and coalesce(min(number) = max(number), true)
)
select first_face as face_l, face as face_r
from placed
join alike using (content)
where first_face < face;
