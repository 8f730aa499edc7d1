-- What the projectors keep beside the rows of the contexts (schemas/read_models/*.sql). Run with search_path set to the
-- schema, followed by those. A changed file (the SHA-256 of all is stored in `read_model`) means: drop, replay. Every
-- value comes from an event, so that a rebuild gives the same rows: no now(), no sequences.

create table read_model (
  fingerprint text not null,   -- SHA-256 of these files
  tables int not null          -- how many they create; fewer means that one was dropped and all must be filled again
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
