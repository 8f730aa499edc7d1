// Generated from schemas/read_models/lamps.sql: change that, not this file.
#include "rows/lamps_sql.hpp"

namespace frontdesk::read_models {

const std::vector<TableColumn> Table<rows::Lamp>::columns = {
    {"id", "text"},
    {"label", "text"},
    {"color", "text"},
    {"brightness", "int"},
    {"timer_minutes", "int"},
    {"watts", "double precision"},
    {"is_lit", "boolean"},
    {"lit_on", "date"},
    {"lit_at", "timestamptz"},
    {"goes_out_at", "timestamptz"},
    {"bulbs", "text[]"},
};

rows::Lamp Table<rows::Lamp>::read(const pqxx::row& row, Column first) {
  Reader from(row, first);
  rows::Lamp made;
  from.next(made.id);
  from.next(made.label);
  from.next(made.color);
  from.next(made.brightness);
  from.next(made.timer_minutes);
  from.next(made.watts);
  from.next(made.is_lit);
  from.next(made.lit_on);
  from.next(made.lit_at);
  from.next(made.goes_out_at);
  from.next(made.bulbs);
  return made;
}

const std::vector<TableColumn> Table<rows::LampSwitch>::columns = {
    {"id", "text"},
    {"lamp_id", "text"},
};

rows::LampSwitch Table<rows::LampSwitch>::read(const pqxx::row& row, Column first) {
  Reader from(row, first);
  rows::LampSwitch made;
  from.next(made.id);
  from.next(made.lamp_id);
  return made;
}

}  // namespace frontdesk::read_models
