-- One row per pair of units that cannot be one person and that some chain of links might yet bring together:
-- a vetoed pair of faces and no pair of faces that says otherwise.
create table linkage.conflict as
select distinct least(unit_l, unit_r) as unit_l, greatest(unit_l, unit_r) as unit_r
from linkage.candidate where is_vetoed
except
select unit_l, unit_r from linkage.unit_pair;
