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

-- NHS Data Dictionary: digits 1-9 times 10 down to 2; 11 minus the sum modulo 11; 11 counts as 0 and 10 is never right.
-- Extracts are checked by a macro of their own (core/interop): registers come here from anywhere, not only from there.
create or replace temp macro people_check_digit(digits) as (11 - (
    10 * digits[1]::int + 9 * digits[2]::int + 8 * digits[3]::int + 7 * digits[4]::int + 6 * digits[5]::int
    + 5 * digits[6]::int + 4 * digits[7]::int + 3 * digits[8]::int + 2 * digits[9]::int) % 11) % 11;

-- A string of one repeated digit passes the check digit, and is always a placeholder.
create or replace temp macro people_number(value) as case
    when not regexp_full_match(regexp_replace(value, '[\s-]', '', 'g'), '[0-9]{10}') then null
    when replace(regexp_replace(value, '[\s-]', '', 'g'), regexp_replace(value, '[\s-]', '', 'g')[1], '') = '' then null
    when people_check_digit(regexp_replace(value, '[\s-]', '', 'g')) = regexp_replace(value, '[\s-]', '', 'g')[10]::int
        then regexp_replace(value, '[\s-]', '', 'g')
    end;

-- Numbers in an address say which door; words say which street.
create or replace temp macro people_street(value) as nullif(array_to_string(list_transform(
    list_filter(string_split(value, ' '), lambda word: not regexp_full_match(word, '[0-9]+[a-z]?')),
    lambda word: case word when 'road' then 'rd' when 'street' then 'st' when 'avenue' then 'ave' when 'drive' then 'dr'
        when 'lane' then 'ln' when 'close' then 'cl' when 'court' then 'ct' when 'crescent' then 'cres' else word end
), ' '), '');

-- One character wrong, or two neighbours exchanged, in texts of one length; the cheap test comes first.
create or replace temp macro people_one_slip(l, r) as
    case when length(l) <> length(r) then false when hamming(l, r) > 2 then false else damerau_levenshtein(l, r) <= 1 end;

-- Dates of birth are text YYYYMMDD from here on, so that a slip of the finger is one edit.
create or replace temp macro people_births_near(l, l_born, r, r_born) as
    people_one_slip(l, r) or abs(l_born - r_born) <= 31
    or (l[1:4] = r[1:4] and l[5:6] = r[7:8] and l[7:8] = r[5:6])
    or (l[1:4] = r[1:4])::int + (l[5:6] = r[5:6])::int + (l[7:8] = r[7:8])::int >= 2;

-- The same given name in another form: a nickname, a middle name in daily use, an initial, a slip.
create or replace temp macro people_givens_alike(l, l_nicks, l_middle, r, r_nicks, r_middle) as
    list_has_any(l_nicks, r_nicks) or coalesce(l = r_middle, false) or coalesce(r = l_middle, false)
    or ((length(l) = 1 or length(r) = 1) and left(l, 1) = left(r, 1))
    or jaro_winkler_similarity(l, r) >= 0.8
    or case when least(length(l), length(r)) >= 2 and jaro_similarity(l, r) > 0.5 then damerau_levenshtein(l, r) <= 1 else false end;

-- One part of a double-barrelled name.
create or replace temp macro people_shared_part(l, r) as
    (contains(l, ' ') or contains(r, ' '))
    and list_has_any(list_filter(string_split(l, ' '), lambda part: length(part) >= 3), string_split(r, ' '));

create or replace temp macro people_families_alike(l, r) as
    l = r or jaro_winkler_similarity(l, r) >= 0.88 or people_shared_part(l, r);

-- Streets are alike in spelling, or share most of their words in another order.
create or replace temp macro people_streets_alike(l, r) as
    jaro_winkler_similarity(l, r) >= 0.85
    or 2 * length(list_intersect(string_split(l, ' '), string_split(r, ' '))) > greatest(length(string_split(l, ' ')), length(string_split(r, ' ')), 2);

-- Which threes of letters a street has, blanks left out, as bits of a Bloom filter: most survive a slip, a lost blank, a
-- word left out or moved, and two filters are compared at once (Schnell, Bachteler, Reiher 2009,
-- doi:10.1186/1472-6947-9-41).
create or replace temp macro people_letters(street) as list_bit_or(list_transform(
    range(1, length(street) - 1), lambda place: set_bit(repeat('0', 512)::bit, (hash(street[place:place + 2]) % 512)::int, 1)));

-- Most letters of the shorter street are in the longer one, and there are enough of them to be a name.
create or replace temp macro people_letters_alike(l, r) as
    10 * bit_count(l & r)::int >= 7 * least(bit_count(l), bit_count(r))::int and least(bit_count(l), bit_count(r)) >= 8;

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

-- What tells one home of a postcode from another however the street and town are abbreviated: the numbers of the address
-- and the first word that is a name.
create or replace temp macro people_home(address) as nullif(trim(concat_ws(' ',
    array_to_string(list_sort(regexp_extract_all(people_words(address), '\b[0-9]+[a-z]?\b')), ' '),
    list_filter(string_split(people_words(address), ' '), lambda word: regexp_full_match(word, '[\p{L}]{3,}')
        and word not in ('flat', 'apartment', 'apt', 'unit', 'room', 'the'))[1])), '');
