-- What is wrong with a text that should be an NHS number, and null if nothing is; blanks and hyphens do not matter.
create or replace temp macro people_number_fault(value) as case
    when people_number(value) is not null or value is null or trim(value) = '' then null
    when not regexp_full_match(regexp_replace(value, '[\s-]', '', 'g'), '[0-9]{10}') then 'not_ten_digits'
    when replace(regexp_replace(value, '[\s-]', '', 'g'), left(regexp_replace(value, '[\s-]', '', 'g'), 1), '') = '' then 'repeated_digit'
    else 'wrong_check_digit'
end;
