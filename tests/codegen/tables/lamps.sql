-- Every type and limit that the dialect knows.

create table lamp (                    -- cached as lamp:<id>
  id text collate "C" primary key,
  label text not null unique,
  color text,                          -- none: white
  brightness int not null,
  timer_minutes int,
  watts double precision not null,
  is_lit boolean not null,
  lit_on date not null,
  lit_at timestamptz not null,
  goes_out_at timestamptz,
  bulbs text[] not null
) with (fillfactor = 80);
create unique index lamp_place on lamp (label, lit_on desc) where color is not null;

-- Not cached.
create table lamp_switch (
  id text primary key,
  lamp_id text not null
);
