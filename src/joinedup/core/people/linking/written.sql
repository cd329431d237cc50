-- Every name as it is written, once.
create table linkage.written as
select written
from (select given_name as written from linkage_register union select family_name from linkage_register)
where written is not null;
