create or replace view linkage_compared as from linkage.compared;
create or replace view linkage_blocked as
select '0' as match_key, face_l as join_key_l, face_r as join_key_r from linkage.candidate where not is_vetoed;
