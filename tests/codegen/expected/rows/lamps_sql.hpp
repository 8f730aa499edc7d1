// Generated from schemas/read_models/lamps.sql: change that, not this file.
#pragma once
#include "rows/lamps.hpp"
#include "schemas/read_models/table.hpp"

namespace frontdesk::read_models {

template <>
struct Table<rows::Lamp> {
  static constexpr Column width = 11;
  static const std::vector<TableColumn> columns;
  static rows::Lamp read(const pqxx::row& row, Column first = 0);
  // A value a column, in their order.
  template <class Values>
  static void add(Values& values, const rows::Lamp& row) {
    values.add(row.id);
    values.add(row.label);
    values.add(row.color);
    values.add(row.brightness);
    values.add(row.timer_minutes);
    values.add(row.watts);
    values.add(row.is_lit);
    values.add(row.lit_on);
    values.add(row.lit_at);
    values.add(row.goes_out_at);
    values.add(row.bulbs);
  }
};

template <>
struct Table<rows::LampSwitch> {
  static constexpr Column width = 2;
  static const std::vector<TableColumn> columns;
  static rows::LampSwitch read(const pqxx::row& row, Column first = 0);
  // A value a column, in their order.
  template <class Values>
  static void add(Values& values, const rows::LampSwitch& row) {
    values.add(row.id);
    values.add(row.lamp_id);
  }
};

}  // namespace frontdesk::read_models
