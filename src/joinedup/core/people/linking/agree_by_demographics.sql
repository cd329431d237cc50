-- Faces with one full name, date of birth and postcode, and at most one NHS number between them: one person.
create table linkage.demographic_pair as
with alike as (
    select face, min(face) over same as first_face,
        min(standing.number) over same is not distinct from max(standing.number) over same
            and min(sex) over same is not distinct from max(sex) over same as is_one_person
    from linkage.face
    join linkage.standing using (face)
    where given is not null and family is not null and birth is not null and postcode is not null
    window same as (partition by given, family, birth, postcode)
)
select first_face as face_l, face as face_r from alike where first_face < face and is_one_person;
