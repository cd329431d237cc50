-- How one value is cleaned, and when two values agree. Macros live as long as the session.

create or replace temp macro people_words(value) as nullif(trim(regexp_replace(
    replace(replace(lower(strip_accents(value)), '''', ''), '’', ''), '[^\p{L}\p{N}]+', ' ', 'g')), '');

-- Words typed where a name is not known, and titles typed before one.
create or replace temp macro people_name(value) as nullif(trim(regexp_replace(
    case when people_words(value) in ('unknown', 'not known', 'nk', 'na', 'n a', 'none', 'null', 'test', 'xx', 'xxx', 'baby', 'baby of', 'unnamed')
        then '' else people_words(value) end,
    '^(mr|mrs|ms|miss|mx|dr|rev|sir|dame|prof|baby) ', '')), '');

-- Days that stand for "not known", most of them the day a system's calendar begins. Any other day of long ago is more
-- likely a slip in the year, or a register of people of long ago.
create or replace temp macro people_is_birth(day) as day > date '1000-01-01' and day not in (
    date '1600-01-01', date '1601-01-01', date '1753-01-01', date '1800-01-01',
    date '1899-12-30', date '1899-12-31', date '1900-01-01', date '1900-01-02');

-- Half of the lower of two numbers that an MD5 makes; asked for by its own name that number takes four times as long.
create or replace temp macro half_md5(value) as (md5_number(value) >> 65)::bigint;

-- What a record, or any text, is known by: a hash, so that ids and the order of rows mean nothing.
create or replace temp macro people_record_key(source, record_id) as half_md5(source || chr(31) || record_id);

-- NHS Data Dictionary: digits 1-9 times 10 down to 2; 11 minus the sum modulo 11; 11 counts as 0 and 10 is never right.
-- With the check digit itself added once, the sum of a right number is a multiple of 11. Each digit is what is left of the
-- number at its place less ten times what is left at the next, so that the sum modulo 11 needs no digit taken out: what is
-- left at place k, from 0, counts 1 + 2k times, and at place 5 thereby not at all.
-- Extracts are checked by a macro of their own (core/interop): registers come here from anywhere, not only from there.
create or replace temp macro people_check_sum(n) as (
    n + n // 10 * 3 + n // 100 * 5 + n // 1000 * 7 + n // 10000 * 9
    + n // 1000000 * 2 + n // 10000000 * 4 + n // 100000000 * 6 + n // 1000000000 * 8) % 11;

-- What may be a number: its ten digits, blanks and hyphens left out.
create or replace temp macro people_digits(value) as case
    when regexp_full_match(value, '[0-9]{10}') then value
    when length(value) <> 10 and regexp_full_match(regexp_replace(value, '[\s-]', '', 'g'), '[0-9]{10}')
    then regexp_replace(value, '[\s-]', '', 'g')
    end;

-- A string of one repeated digit passes the check digit, and is always a placeholder.
create or replace temp macro people_is_number(n) as people_check_sum(n) = 0 and n % 1111111111 <> 0;

create or replace temp macro people_number(value) as case
    when people_is_number(people_digits(value)::bigint) then people_digits(value) end;

-- Numbers in an address say which door; words say which street.
create or replace temp macro people_doors(words) as array_to_string(regexp_extract_all(words, '\b[0-9]+[a-z]?\b'), ' ');

create or replace temp macro people_street(words) as nullif(array_to_string(list_transform(
    list_filter(string_split(words, ' '), lambda word: not (left(word, 1) between '0' and '9')),
    lambda word: case word when 'road' then 'rd' when 'street' then 'st' when 'avenue' then 'ave' when 'drive' then 'dr'
        when 'lane' then 'ln' when 'close' then 'cl' when 'court' then 'ct' when 'crescent' then 'cres' else word end
), ' '), '');

-- One character wrong, or two neighbours exchanged, in texts of one length; the cheap test comes first.
create or replace temp macro people_one_slip(l, r) as
    case when length(l) <> length(r) then false when hamming(l, r) > 2 then false else damerau_levenshtein(l, r) <= 1 end;

-- Two spellings of one name, at most a letter wrong in a short one and two in a longer one.
create or replace temp macro people_same_but_slips(l, r) as l = r or (
    least(length(l), length(r)) > 3
    and damerau_levenshtein(l, r) <= case when least(length(l), length(r)) < 6 then 1 else 2 end);

-- Dates of birth are text YYYYMMDD from here on, so that a slip of the finger is one edit.
create or replace temp macro people_births_near(l, l_born, r, r_born) as
    people_one_slip(l, r) or abs(l_born - r_born) <= 31
    or (l[1:4] = r[1:4] and l[5:6] = r[7:8] and l[7:8] = r[5:6])
    or (l[1:4] = r[1:4])::int + (l[5:6] = r[5:6])::int + (l[7:8] = r[7:8])::int >= 2;

-- From 12 years on, two dates of one name may be those of parent and child.
create or replace temp macro people_years_apart(l, r) as abs(left(l, 4)::int - left(r, 4)::int);

-- The same test on dates as numbers YYYYMMDD, quick enough for every pair of a block: near dates pass it, and few others.
create or replace temp macro people_days_near(l, r) as
    l = r or abs(l // 10000 * 12 + l // 100 % 100 - r // 10000 * 12 - r // 100 % 100) <= 2
    or (l // 10000 = r // 10000)::int + (l // 100 % 100 = r // 100 % 100)::int + (l % 100 = r % 100)::int >= 2
    or (l // 10000 = r // 10000 and l // 100 % 100 = r % 100 and l % 100 = r // 100 % 100);

-- The same given name in another form: a nickname, a middle name in daily use, an initial, a slip.
create or replace temp macro people_givens_alike(l, l_nicks, l_middle, r, r_nicks, r_middle) as
    list_has_any(l_nicks, r_nicks) or coalesce(l = r_middle, false) or coalesce(r = l_middle, false)
    or ((length(l) = 1 or length(r) = 1) and left(l, 1) = left(r, 1))
    or jaro_winkler_similarity(l, r) >= 0.8
    or case
        when least(length(l), length(r)) >= 2 and abs(length(l) - length(r)) <= 1 and jaro_similarity(l, r) > 0.5
        then damerau_levenshtein(l, r) <= 1 else false
    end;

-- One part of a double-barrelled name.
create or replace temp macro people_shared_part(l, r) as
    (contains(l, ' ') or contains(r, ' '))
    and list_has_any(list_filter(string_split(l, ' '), lambda part: length(part) >= 3), string_split(r, ' '));

create or replace temp macro people_families_alike(l, r) as
    l = r or jaro_winkler_similarity(l, r) >= 0.88 or people_shared_part(l, r);

-- Streets are alike in spelling, or share most of their words in another order.
create or replace temp macro people_streets_alike(l, r) as
    jaro_winkler_similarity(l, r) >= 0.85
    or 2 * array_length(list_intersect(string_split(l, ' '), string_split(r, ' '))) > greatest(array_length(string_split(l, ' ')), array_length(string_split(r, ' ')), 2);

-- Which threes of letters a street has, blanks left out: most survive a slip, a lost blank, a word left out or moved.
create or replace temp macro people_letters(street) as list_distinct(list_transform(
    range(1, length(street) - 1), lambda place: substr(street, place, 3)));

-- Most letters of the shorter street are in the longer one, and there are enough of them to be a name.
create or replace temp macro people_letters_alike(l, r) as case
    when least(array_length(l), array_length(r)) < 8 then false
    else 10 * array_length(list_intersect(l, r)) >= 7 * least(array_length(l), array_length(r)) end;

-- Given and family name exchanged, a slip allowed.
create or replace temp macro people_names_exchanged(l_given, l_family, r_given, r_family) as
    l_given <> l_family and l_given <> r_given and left(l_given, 1) = left(r_family, 1) and left(l_family, 1) = left(r_given, 1)
    and jaro_winkler_similarity(l_given, r_family) >= 0.88 and jaro_winkler_similarity(l_family, r_given) >= 0.88;

-- One name stands in the other's place, the other name is lost; a slip allowed.
create or replace temp macro people_name_misplaced(l_given, l_family, r_given, r_family) as case
    when l_given = r_given or l_family = r_family then false
    when left(l_given, 1) = left(r_family, 1) or left(r_given, 1) = left(l_family, 1) then
        (length(l_given) > 2 and jaro_winkler_similarity(l_given, r_family) >= 0.92
            or length(r_given) > 2 and jaro_winkler_similarity(r_given, l_family) >= 0.92)
        and not people_names_exchanged(l_given, l_family, r_given, r_family)
    else false end;

-- How many digits two numbers differ in.
create or replace temp macro people_digits_apart(l, r) as hamming(l, r);

-- Never one person without a shared number, however much else is alike: twins, parent and child of one name, brother and
-- sister. Where the records themselves show that names (or dates) of one person are often wholly different, they cannot
-- tell relatives apart, and the model alone decides.
-- If registers list both once, the right match of either is mostly there to be better. So there the given name of one
-- person may be another altogether, if that is frequent, and a date too, if parent and child are not as near.
create or replace temp macro people_vetoed(
    l_given, l_nicks, l_middle, l_family, l_birth, l_born, l_sex, l_number, l_registers,
    r_given, r_nicks, r_middle, r_family, r_birth, r_born, r_sex, r_number, r_registers,
    names_tell, names_tell_once, births_tell
) as coalesce(
    case
        when people_names_exchanged(l_given, l_family, r_given, r_family) then false
        -- two numbers that differ leave room for one slip in the name and none in the date
        when people_digits_apart(l_number, r_number) > 2
            and (l_birth <> r_birth or not list_has_any(l_nicks, r_nicks) and jaro_winkler_similarity(l_given, r_given) < 0.92)
            then true
        when l_sex <> r_sex and l_given <> r_given then names_tell
        when not people_givens_alike(l_given, l_nicks, l_middle, r_given, r_nicks, r_middle)
            then case when l_registers <> 0 and r_registers <> 0 then names_tell_once else names_tell end
    end, false)
    or coalesce(births_tell and not people_births_near(l_birth, l_born, r_birth, r_born)
        and (l_registers = 0 or r_registers = 0 or people_years_apart(l_birth, r_birth) >= 12), false);

-- Two people of one NHS number: is it one person, or was the number keyed on somebody else's record?
create or replace temp macro people_agree(
    l_given, l_nicks, l_middle, l_family, l_birth, l_born, l_sex,
    r_given, r_nicks, r_middle, r_family, r_birth, r_born, r_sex
) as case
    -- born the same day and called the same; the family name may have changed
    when l_birth = r_birth and people_givens_alike(l_given, l_nicks, l_middle, r_given, r_nicks, r_middle) then
        length(l_given) > 1 and length(r_given) > 1 or people_families_alike(l_family, r_family)
    -- a short form mistyped, or a nickname nobody lists: the same initial, family and sex will do
    when l_birth = r_birth and left(l_given, 1) = left(r_given, 1) then
        people_families_alike(l_family, r_family) and coalesce(l_sex = r_sex, true)
    -- one given name missing: the family name must speak for it
    when l_birth = r_birth and (l_given is null or r_given is null) then people_families_alike(l_family, r_family)
    -- names exchanged
    when people_names_exchanged(l_given, l_family, r_given, r_family) then people_births_near(l_birth, l_born, r_birth, r_born)
    -- a slip in the date, or no date, needs both names
    when people_births_near(l_birth, l_born, r_birth, r_born) or l_birth is null or r_birth is null then
        people_givens_alike(l_given, l_nicks, l_middle, r_given, r_nicks, r_middle) and people_families_alike(l_family, r_family)
    -- another date altogether: names agree but for a slip, and the years are too close for parent and child
    else (list_has_any(l_nicks, r_nicks) or jaro_winkler_similarity(l_given, r_given) >= 0.92)
        and people_families_alike(l_family, r_family) and people_years_apart(l_birth, r_birth) < 12
        and coalesce(l_sex = r_sex, true)
    end;

-- What tells one home of a postcode from another however the street and town are abbreviated: the numbers of the address
-- and the first word that is a name.
create or replace temp macro people_home(address) as nullif(trim(concat_ws(' ',
    array_to_string(list_sort(regexp_extract_all(people_words(address), '\b[0-9]+[a-z]?\b')), ' '),
    list_filter(string_split(people_words(address), ' '), lambda word: regexp_full_match(word, '[\p{L}]{3,}')
        and word not in ('flat', 'apartment', 'apt', 'unit', 'room', 'the'))[1])), '');
