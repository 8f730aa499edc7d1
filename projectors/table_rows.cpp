#include "projectors/table_rows.hpp"

#include <algorithm>

namespace frontdesk::projectors {

void Rows::begin(const EventAt& event) {
  event_ = &event;
  if (unit_ == nullptr || *unit_ != event.unit) unit_ = &*units_.insert(event.unit).first;
}

void Rows::settle() {
  for (TableRows* table : tables_) table->settle();
}

void Rows::undo() {
  for (TableRows* table : tables_) table->undo();
}

bool Rows::wants() const {
  return std::ranges::any_of(tables_, [](const TableRows* table) { return table->wants(); });
}

void Rows::load(pqxx::transaction_base& transaction) {
  for (TableRows* table : tables_) table->load(transaction);
}

void Rows::write(pqxx::transaction_base& transaction) const {
  for (const TableRows* table : tables_) table->write(transaction);
}

void Rows::written() {
  for (TableRows* table : tables_) table->written();
}

void Rows::forget() {
  for (TableRows* table : tables_) table->forget();
}

}  // namespace frontdesk::projectors
