-- one row per referral
select person_id, referred_on as happened_on, 'referral' as kind, organisation, file, line
from referral
