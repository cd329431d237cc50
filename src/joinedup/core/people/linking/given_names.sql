-- One row per given name in use: the names it may be short for, itself first; and the one it is best filed under.
create table linkage.given_name as
select given, coalesce(stands_for[1], given) as nick, list_prepend(given, coalesce(stands_for, [])) as nicks
from (select distinct given from linkage.face where given is not null)
left join linkage_nickname on name = given;
