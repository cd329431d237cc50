-- Earlier ids whose records are now, all or in part, under another id.
with moved as (
    select claim.person_id, identity.person_id as became,
        count(*) over (partition by claim.person_id) as people
    from linkage.claim
    join linkage.identity using (grown)
)
select person_id, became, case when people = 1 then 'merged' else 'split' end as how
from moved where person_id <> became
order by person_id, became;
