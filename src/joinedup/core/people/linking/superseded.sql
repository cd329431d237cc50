-- One row per NHS number the national service has replaced, with the number that stands for it now. What still leads on
-- goes round in a circle, and is believed by nobody.
create table linkage.superseded as
select old_number, number from linkage.led where number not in (select old_number from linkage.led);

drop table linkage.led;
