-- One round of keeping ids: a person and an earlier id that are each other's largest claim keep one another.
create or replace table linkage.kept as
with open_claim as (
    select claim.*
    from linkage.claim
    left join linkage.kept by_person on by_person.grown = claim.grown
    left join linkage.kept by_id on by_id.person_id = claim.person_id
    where by_person.grown is null and by_id.person_id is null
), chosen as (
    select grown, person_id,
        row_number() over (partition by grown order by records desc, person_id) as choice_of_person,
        row_number() over (partition by person_id order by records desc, founder) as choice_of_id
    from open_claim
)
select grown, person_id from linkage.kept
union all
select grown, person_id from chosen where choice_of_person = 1 and choice_of_id = 1;
