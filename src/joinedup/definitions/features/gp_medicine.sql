-- one row per course of a medicine that goes on at the date; an end that lies later is not known yet
select person_id, starts_on as happened_on, 'gp_medicine' as kind, organisation, file, line, left(gp_medicine.bnf_code, 7) as paragraph,
    high_risk_medicine.bnf_code is not null as is_high_risk
from gp_medicine left join high_risk_medicine on high_risk_medicine.bnf_code = left(gp_medicine.bnf_code, 7)
where ends_on is null or ends_on >= $as_at
