-- Earlier ids whose records are now, all or in part, under another id, and why: the surest link between what was apart,
-- or a decision that keeps apart what was together.
create or replace table linkage.lineage as
with moved as (
    select claim.person_id, identity.person_id as became, claim.grown,
        count(*) over (partition by claim.person_id) as people
    from linkage.claim
    join linkage.identity using (grown)
), changed as (
    select person_id, became, grown, case when people = 1 then 'merged' else 'split' end as how
    from moved where person_id <> became
), was as (
    select record, face, grown, previous.person_id
    from linkage.member
    left join linkage_previous previous using (source, record_id)
    where grown in (select grown from changed)
        or previous.person_id in (select person_id from changed)
), crossing as (
    select changed.person_id, changed.became, min(case edge.how when 'decision' then 0 when 'nhs_number' then 1 when 'demographics' then 2 else 3 end) as sure
    from changed
    join was l on l.grown = changed.grown
    join linkage.edge on edge.left_record = l.record
    join was r on r.record = edge.right_record
    where changed.how = 'merged'
        and (l.person_id = changed.person_id) is distinct from (r.person_id = changed.person_id)
    group by all
), parted as (
    select distinct changed.person_id, changed.became
    from changed
    join was l on l.grown = changed.grown and l.person_id = changed.person_id
    join was r on r.grown <> changed.grown and r.person_id = changed.person_id
    join linkage.cannot_link on face_l = least(l.face, r.face) and face_r = greatest(l.face, r.face)
    where changed.how = 'split'
)
select changed.person_id, changed.became, changed.how,
    case
        when parted.person_id is not null then 'decision'
        when changed.how = 'split' then 'records changed'
        when sure = 0 then 'decision'
        when sure = 1 then 'nhs_number'
        when sure = 2 then 'demographics'
        else 'likeness'
    end as reason
from changed
left join crossing using (person_id, became)
left join parted using (person_id, became)
