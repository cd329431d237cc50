-- one row per GP entry whose code is in the code list; SNOMED CT 77176002 smoker, 8517006 ex-smoker, 266919005 never smoked
select person_id, recorded_on as happened_on, 'gp_event' as kind, organisation, file, line, coalesce(feature, '') as feature,
    code in ('77176002', '8517006', '266919005') as is_about_smoking
from gp_event join condition on condition.snomed_code = gp_event.code
where feature is not null or code in ('77176002', '8517006', '266919005')
