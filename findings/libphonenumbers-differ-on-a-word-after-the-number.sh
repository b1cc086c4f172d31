#!/usr/bin/env bash
# Good guess: libphonenumber-js and google-libphonenumber follow one set of rules, so they give one verdict on
# `+1 202 555 0123 mobile`, as address books hold it.
# In fact: google-libphonenumber reads the letters as keys of a telephone and returns a number that is too long.
# libphonenumber-js cuts the word off and returns a valid number; its isValidPhoneNumber says false to the same string.
# With a word of one letter, both return the valid number and isValidPhoneNumber still says false.
# Hurts: who checks an import with one of them and sends with another: the row is taken here and refused there.
# Do: ask one function in one place, keep its E.164 result, and let all other parts see that result alone. Where a
# word must not pass, call libphonenumber-js with `extract: false`.
set -euo pipefail
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/in-temp-folder.bash"

from_npm libphonenumber-js@1.13.16 google-libphonenumber@3.2.47
cat >word.cjs <<'JS'
const { isValidPhoneNumber, parsePhoneNumberFromString } = require('libphonenumber-js/max');
const { PhoneNumberFormat, PhoneNumberUtil } = require('google-libphonenumber');

const google = PhoneNumberUtil.getInstance();
for (const text of ['+1 202 555 0123', '+1 202 555 0123 mobile', '+1 202 555 0123 m']) {
  const theirs = google.parse(text);
  const ours = parsePhoneNumberFromString(text);
  console.log(text);
  console.log(`  google-libphonenumber: ${google.format(theirs, PhoneNumberFormat.E164)} ${google.isValidNumber(theirs)}`);
  console.log(`  libphonenumber-js parse: ${ours.number} ${ours.isValid()}`);
  console.log(`  libphonenumber-js isValidPhoneNumber: ${isValidPhoneNumber(text)}`);
}
JS
seen=$(node word.cjs)

verdict 'libphonenumber-js 1.13.16 (max) and google-libphonenumber 3.2.47' \
  'for each string one number and one verdict' \
  "$seen" \
  '+1 202 555 0123
  google-libphonenumber: +12025550123 true
  libphonenumber-js parse: +12025550123 true
  libphonenumber-js isValidPhoneNumber: true
+1 202 555 0123 mobile
  google-libphonenumber: +12025550123662453 false
  libphonenumber-js parse: +12025550123 true
  libphonenumber-js isValidPhoneNumber: false
+1 202 555 0123 m
  google-libphonenumber: +12025550123 true
  libphonenumber-js parse: +12025550123 true
  libphonenumber-js isValidPhoneNumber: false'
