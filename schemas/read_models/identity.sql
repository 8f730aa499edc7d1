-- The rows of identity. No hash of a password or token gets into one.

create table account (                      -- cached as account:<id>
  id text collate "C" primary key,
  email text not null,
  email_folded text,                        -- of those registered here: addresses differ without regard to ASCII case
  first_name text not null,                 -- of others the whole name that their token has, empty if none
  last_name text not null,
  role text not null,                       -- PATIENT, STAFF, ADMIN …
  origin text,                              -- of those who did not register here: OUTSIDE_TOKEN, SIMULATED_LOGIN
  profile_id text collate "C",              -- an outside issuer's id of the person's profile, where that is not the id
  clinic_id text collate "C",               -- of STAFF
  profile_picture text not null,
  disabled boolean not null,
  created_at timestamptz not null,
  staff_since timestamptz
) with (fillfactor = 90);
create unique index account_email on account (email_folded) where email_folded is not null;
create index account_clinic on account (clinic_id, staff_since) where clinic_id is not null;

create table session (                      -- cached as session:<id>
  id text collate "C" primary key,
  user_id text collate "C" not null,
  user_agent text not null,                 -- of the login or the last refresh, and so is the address
  address text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,          -- of the refresh token
  ended_at timestamptz,
  reused_at timestamptz                     -- a spent refresh token came back: no refresh any more, its access tokens run out
) with (fillfactor = 90);
create index session_of_user on session (user_id);
