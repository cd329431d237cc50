-- one row per GP entry that shows a deficit, and one for the latest active medicine of a person on five or more
select person_id, recorded_on as happened_on, 'gp_event' as kind, organisation, file, line, deficit
from gp_event
join condition on condition.snomed_code = gp_event.code
join frailty_deficit on frailty_deficit.deficit = condition.efi_deficit
union all
select person_id, max(starts_on), 'gp_medicine', arg_max(organisation, (starts_on, file, line)),
    arg_max(file, (starts_on, file, line)), arg_max(line, (starts_on, file, line)), 'polypharmacy'
from gp_medicine
where starts_on < $as_at and (ends_on is null or ends_on >= $as_at)
group by person_id
having count(distinct bnf_code) >= 5
