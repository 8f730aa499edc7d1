-- The read models. Every value comes from an event, so that a rebuild gives the same rows: no now(), no sequences.
-- Run with search_path set to the schema. A changed file (its SHA-256 is stored in `read_model`) means: drop, replay.

create table read_model (
  fingerprint text not null,   -- SHA-256 of this file
  tables int not null          -- how many it creates; fewer means that one was dropped and all must be filled again
);

-- One row a unit (partition of a topic): where its projection stands.
create table projection_position (
  topic text,
  partition int,
  next_offset bigint not null,                -- the rows show every record before this offset
  position text not null,                     -- the same with term, number and hash of the last accepted record
  touched text[] not null default '{}',       -- cache keys that Redis is not yet known to hold as of next_offset; {*}: any
  cache_ok boolean not null default true,     -- false: caches may be stale, readers must bypass them
  primary key (topic, partition)
) with (fillfactor = 20);

-- Events that could not be projected, and the later ones of the same aggregates.
create table dead_letter (
  topic text,
  partition int,
  "offset" bigint,
  type text not null,
  aggregate text not null,
  payload text not null,
  error text not null,
  primary key (topic, partition, "offset")
);

create table account (
  id text primary key,
  email text not null,
  email_folded text not null unique,
  first_name text not null,
  last_name text not null,
  role text not null,
  clinic_id text,
  profile_picture text not null,
  disabled boolean not null,
  created_at timestamptz not null,
  staff_since timestamptz
) with (fillfactor = 90);
create index account_clinic on account (clinic_id, staff_since) where clinic_id is not null;

create table session (
  id text primary key,
  user_id text not null,
  user_agent text not null,
  address text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  reused_at timestamptz        -- a spent refresh token came back: no refresh any more, its access tokens run out
) with (fillfactor = 90);
create index session_of_user on session (user_id);

create table clinic (
  id text primary key,
  name text not null,
  name_searched text not null generated always as (lower(normalize(name, nfc))) stored,
  address text,
  latitude double precision not null,
  longitude double precision not null,
  phone text,
  email text,
  website text,
  description text,
  logo text,
  images text[] not null default '{}',
  is_active boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  type text not null,
  opening_start text not null,
  opening_end text not null,
  timezone text,               -- only if one was given
  zone text not null           -- the one in force
);
create index clinic_newest on clinic (created_at desc, id);

create table queue (
  id text primary key,
  clinic_id text not null,
  day date not null,
  day_starts_at timestamptz not null,
  day_ends_at timestamptz not null,
  start_time timestamptz not null,
  end_time timestamptz not null,
  max_queue_size int not null,
  current_token_no int not null,
  waiting_count int not null,
  last_served_token_number int,
  is_active boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 50);
create index queue_clinic_day on queue (clinic_id, day);

create table token (
  id text primary key,
  queue_id text not null,
  patient_id text not null,
  token_number int not null,
  status text not null,
  created_at timestamptz not null,
  called_at timestamptz,
  completed_at timestamptz,
  skipped_at timestamptz
) with (fillfactor = 80);
create index token_queue_number on token (queue_id, token_number);
create index token_patient_queue on token (patient_id, queue_id);

create table staff_activity (
  id text primary key,         -- "<topic>/<partition>/<offset>", with "/completed" for the token that a call completed
  queue_id text not null,
  staff_id text not null,
  token_id text not null,
  action text not null,
  created_at timestamptz not null
);
create index staff_activity_queue on staff_activity (queue_id, created_at desc);
