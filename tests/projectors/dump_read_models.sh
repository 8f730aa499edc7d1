#!/bin/sh
# Prints every row of the read models in a fixed order, so that two dumps can be compared with diff, for example before
# and after a rebuild. Left out is what says how caches stand (touched, cache_ok): that is no read model.
# usage: dump_read_models.sh <database url> [schema]
set -eu
url=$1
schema=${2:-read_v1}

print() {
  echo "== $1"
  PGOPTIONS="-c search_path=$schema -c timezone=UTC" psql -X -q -t -A -v ON_ERROR_STOP=1 "$url" -c "$2"
}

for table in account session clinic queue token staff_activity appointment care_room care_message care_reading dead_letter; do
  print "$table" "select t::text from $table t order by 1"
done
print projection_position \
  "select (topic, partition, next_offset, position)::text from projection_position order by topic, partition"
