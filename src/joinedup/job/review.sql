-- One row per pair of records worth a look, with where its people are, who sent what is known of them, and what hangs on it.
-- priority = doubt x stake, where
--   doubt = the chance that what the index does about the pair is wrong: of a joined pair, that it is two people; of
--           another, that it is one; not below a twentieth, for the chance is a model's word. Of joined pairs that the
--           model does not weigh, such as those of one NHS number, the join is taken to be right; of others, even odds
--   stake = 1 + log2(1 + dated entries of care on the side with fewer) + 2 where care is in place for either side
-- An entry of care is in place while it has not ended; a contact of a team, for 90 days.
with side as (
    select pair_id, 'left' as side, left_source as source, left_record_id as record_id, left_person_id as person_id,
        left_person_id = right_person_id as is_one
    from review_found
    union all
    select pair_id, 'right', right_source, right_record_id, right_person_id, left_person_id = right_person_id
    from review_found
), care as (
    -- of two people the whole timeline counts; of two records of one person, what came under each record
    select side.pair_id, side.side, count(*) as entries,
        bool_or(
            t.kind in ('social_care_event', 'referral') and coalesce(t.ends_on, $as_at) >= $as_at
            or t.kind in ('community_contact', 'mental_health_contact') and t.starts_on >= $as_at - interval 90 day
        ) as is_in_place
    from side
    join timeline t on t.person_id = side.person_id
    left join review_own own on own.source = t.source and own.file = t.file and own.line = t.line
    where t.kind <> 'unpaid_carer' and t.starts_on <= $as_at
        and (not side.is_one or own.source = side.source and own.record_id = side.record_id)
    group by side.pair_id, side.side
), sender as (
    select side.pair_id, array_agg(distinct r.organisation order by r.organisation) as organisations
    from side
    join register_sent r on r.source = side.source and r.record_id = side.record_id
    where r.organisation is not null
    group by side.pair_id
), judged as (
    select p.*,
        coalesce(l.entries, 0) as left_entries,
        coalesce(r.entries, 0) as right_entries,
        coalesce(l.is_in_place, false) or coalesce(r.is_in_place, false) as is_in_place,
        coalesce(p.chance, p.probability, case when is_linked then 1 else 0.5 end) as one_person,
        coalesce(sender.organisations, []) as organisations,
        case
            when coalesce(one.is_sensitive, false) or coalesce(other.is_sensitive, false) then null
            when coalesce(r.entries, 0) > coalesce(l.entries, 0) then coalesce(other.neighbourhood, one.neighbourhood)
            else coalesce(one.neighbourhood, other.neighbourhood)
        end as neighbourhood
    from review_found p
    left join care l on l.pair_id = p.pair_id and l.side = 'left'
    left join care r on r.pair_id = p.pair_id and r.side = 'right'
    left join sender on sender.pair_id = p.pair_id
    left join review_person one on one.person_id = p.left_person_id
    left join review_person other on other.person_id = p.right_person_id
)
select pair_id, left_source, left_record_id, right_source, right_record_id, left_person_id, right_person_id, weight,
    probability, why, is_linked, stratum, stratum_pairs, neighbourhood, organisations,
    round(
        greatest(0.05, least(0.95, case when is_linked then 1 - one_person else one_person end))
        * (1 + log2(1 + least(left_entries, right_entries)) + case when is_in_place then 2 else 0 end),
        4
    ) as priority,
    left_entries > 0 and right_entries > 0 as needs_two
from judged
order by priority desc, pair_id
