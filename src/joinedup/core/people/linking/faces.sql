-- Which face each record shows. A face is named by the lowest of its records, so its name stays while the record does.
create table linkage.shown as
select content, min(record) as face, count(*) as records from linkage.record group by content;

-- One row per face: records alike in every value that is compared. A hundred copies of a record are one face.
create table linkage.face as
select face, face as founder, records, number, given, middle, family, birth, born, sex, postcode, address
from linkage.shown
join linkage.record on record.record = shown.face;

-- One row per record: its face, and the number it was sent with.
create table linkage.record_face as
select source, record_id, record, face, sent_number, old_number
from linkage.record
join linkage.shown using (content);
