-- The rows of booking.

create table appointment (                  -- cached as appointment:<id>
  id text collate "C" primary key,
  room_id text collate "C" not null,
  pet_owner_id text collate "C" not null,
  hospital_id text collate "C" not null,
  starts_at timestamptz not null,
  status text not null,                     -- confirmed, completed
  veterinarian_id text collate "C",         -- as booked
  pet_name text,
  pet_parent_name text,
  veterinarian_name text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  completed_at timestamptz
);

create table care_room (                    -- cached as care_room:<id>
  id text collate "C" primary key,
  appointment_id text collate "C" not null,
  pet_owner_id text collate "C" not null,
  hospital_id text collate "C" not null,
  veterinarian_id text collate "C",         -- as booked
  assigned_id text collate "C",             -- the staff member
  participant_id text collate "C",          -- the same as a participant of this room
  status text not null,                     -- active, closed
  created_at timestamptz not null,
  log_order text collate "C" not null,      -- of rooms opened in the same millisecond
  owner_last int not null,                  -- number of the last message of the pet owner's side, 0: none
  owner_read int not null,                  -- of the last one of these that the side of care has read
  care_last int not null,                   -- of the last one of the side of care
  care_read int not null
) with (fillfactor = 50);
create index care_room_active on care_room (created_at, log_order, id) where status = 'active';
create index care_room_active_of_hospital on care_room (hospital_id, created_at, log_order, id) where status = 'active';
create index care_room_active_of_staff on care_room (assigned_id, created_at, log_order, id) where status = 'active';
create index care_room_of_participant on care_room (participant_id) where participant_id is not null;

create table care_message (
  id text collate "C" primary key,
  appointment_id text collate "C" not null,
  room_id text collate "C" not null,
  number int not null,                      -- in its room, from 1 without gaps: the order of the log
  sender_id text collate "C" not null,
  sender_profile_id text collate "C",       -- where it is not the sender's id
  side text not null,                       -- owner, care
  kind text not null,                       -- text, image, video, file, assessment, prescription
  content text not null,
  sender_name text,
  sender_image text,
  attachments text not null,                -- a JSON array: _id, url, fileName, fileSize of each
  sent_at timestamptz not null
);
create unique index care_message_number on care_message (appointment_id, number);

create table care_reading (
  id text collate "C" primary key,          -- "<appointment>/<side>/<number>"
  appointment_id text collate "C" not null,
  side text not null,                       -- that has read
  up_to int not null,                       -- number of the last message of the other side that was there
  read_at timestamptz not null
);
create index care_reading_of_side on care_reading (appointment_id, side, up_to);
