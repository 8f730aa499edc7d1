-- The rows of clinic_queue.

create table clinic (                       -- cached as clinic:<id>
  id text collate "C" primary key,
  name text not null,
  address text,
  latitude double precision not null,
  longitude double precision not null,
  phone text,
  email text,
  website text,
  description text,
  logo text,
  images text[] not null,
  is_active boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  type text not null,
  opening_start text not null,
  opening_end text not null,
  timezone text,                            -- only if one was given
  zone text not null                        -- the one in force; not shown to clients
);
create index clinic_newest on clinic (created_at desc, id);

create table queue (                        -- cached as queue:<id>
  id text collate "C" primary key,
  clinic_id text collate "C" not null,
  day date not null,
  day_starts_at timestamptz not null,       -- local midnight
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
  id text collate "C" primary key,
  queue_id text collate "C" not null,
  patient_id text collate "C" not null,
  token_number int not null,
  status text not null,                     -- WAITING, CALLED, IN_PROGRESS, COMPLETED, SKIPPED
  created_at timestamptz not null,
  called_at timestamptz,
  completed_at timestamptz,
  skipped_at timestamptz
) with (fillfactor = 80);
create index token_queue_number on token (queue_id, token_number);
create index token_patient_queue on token (patient_id, queue_id);

create table staff_activity (
  id text collate "C" primary key,          -- "<topic>/<partition>/<offset>", with "/completed" for the token that a call completed
  queue_id text collate "C" not null,
  staff_id text collate "C" not null,
  token_id text collate "C" not null,
  action text not null,                     -- CALL, SKIP, COMPLETE
  created_at timestamptz not null
);
create index staff_activity_queue on staff_activity (queue_id, created_at desc);
