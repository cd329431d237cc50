-- One round of keeping ids: a person and an earlier id that are each other's largest claim keep one another.
insert into linkage.kept
select grown, person_id
from (
    select grown, person_id,
        row_number() over (partition by grown order by records desc, person_id) as choice_of_person,
        row_number() over (partition by person_id order by records desc, founder) as choice_of_id
    from linkage.claim
    where grown not in (select grown from linkage.kept) and person_id not in (select person_id from linkage.kept)
)
where choice_of_person = 1 and choice_of_id = 1;
