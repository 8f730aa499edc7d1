// From event to row to cache to answer, over a real PostgreSQL: bit for bit, byte for byte.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <pqxx/pqxx>

#include "events/clinic_queue.hpp"
#include "projectors/projections.hpp"
#include "projectors/rows.hpp"
#include "projectors/schema/read_model_sql.hpp"
#include "rows/clinic_queue_sql.hpp"
#include "schemas/api/clinics/clinics.hpp"
#include "schemas/wire/input.hpp"
#include "tests/postgres/own_database.hpp"
#include "tests/round_trips/values.hpp"

// libpqxx 6.4 loses the result of a statement that fails.
extern "C" const char* __lsan_default_suppressions() { return "leak:PQmakeEmptyPGresult"; }

namespace frontdesk::round_trips {
namespace {

using clinic_queue::events::ClinicCreated;

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

class Stored : public ::testing::Test {
 protected:
  Stored() {
    database_.execute(projectors::read_model_sql);
    for (const auto* table : projection_->rows().tables()) table->prepare(connection_);
  }

  // Projects the clinics as one batch; the caches' entries by id.
  std::map<std::string, std::string> project(const std::vector<ClinicCreated>& clinics) {
    const event_log::UnitId unit{"events", 0};
    for (const auto& clinic : clinics) {
      const auto payload = encode(clinic_queue::events::Event(clinic));
      projection_->project({unit, next_offset_++, "ClinicCreated", 1, payload});
    }
    pqxx::work transaction(connection_);
    auto& all = projection_->rows();
    all.write(transaction);
    std::vector<projectors::CacheEntry> entries;
    for (const auto* table : all.tables()) table->changed_entries(entries);
    std::map<std::string, std::string> cached;
    for (auto& entry : entries) cached[entry.key.substr(7)] = std::move(entry.json);
    transaction.commit();
    all.written();
    return cached;
  }

  std::vector<rows::Clinic> rows() {
    pqxx::nontransaction work(connection_);
    return read_models::rows_of<rows::Clinic>(
        work.exec("select " + read_models::columns<rows::Clinic>("c") + " from clinic c order by c.id"));
  }

  static std::string id_of(std::size_t number) {
    auto digits = std::to_string(number);
    return std::string(6 - digits.size(), '0') + digits;
  }

 private:
  postgres::OwnDatabase database_;
  pqxx::connection connection_{database_.url()};
  std::unique_ptr<projectors::Projection> projection_ = projectors::clinic_queue_projection();
  std::int64_t next_offset_ = 0;
};

TEST_F(Stored, NumbersComeBackFromRowsCachesAndAnswers) {
  const auto values = random_doubles(6);
  constexpr std::size_t batch = 5'000;
  for (std::size_t first = 0; first < values.size() / 2; first += batch) {
    std::vector<ClinicCreated> clinics(batch);
    for (std::size_t i = 0; i < batch; ++i) {
      clinics[i].clinic_id = {id_of(first + i)};
      clinics[i].latitude = values[2 * (first + i)];
      clinics[i].longitude = values[2 * (first + i) + 1];
    }
    const auto cached = project(clinics);
    ASSERT_EQ(cached.size(), batch);
    for (const auto& clinic : clinics) {
      const auto input = wire::Input::from_json(cached.at(clinic.clinic_id.value)).value();
      ASSERT_EQ(bits(*input.member("latitude").number()), bits(clinic.latitude)) << cached.at(clinic.clinic_id.value);
      ASSERT_EQ(bits(*input.member("longitude").number()), bits(clinic.longitude)) << cached.at(clinic.clinic_id.value);
    }
  }
  const auto read = rows();
  ASSERT_EQ(read.size(), values.size() / 2);
  for (std::size_t i = 0; i < read.size(); ++i) {
    ASSERT_EQ(bits(read[i].latitude), bits(values[2 * i]));
    ASSERT_EQ(bits(read[i].longitude), bits(values[2 * i + 1]));
  }
}

TEST_F(Stored, TextsComeBackFromRowsCachesAndAnswers) {
  const auto texts = random_texts(7);
  std::vector<ClinicCreated> clinics(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    clinics[i].clinic_id = {id_of(i)};
    clinics[i].name = utf8(texts[i]);
    clinics[i].address = clinics[i].name;
    clinics[i].description = clinics[i].name;
  }
  const auto cached = project(clinics);
  const auto read = rows();
  ASSERT_EQ(read.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& sent = clinics[i].name;
    ASSERT_EQ(read[i].name, sent);
    ASSERT_EQ(read[i].address, sent);
    ASSERT_EQ(read[i].description, sent);
    for (const auto& json : {cached.at(read[i].id), api::clinics::clinic.json(read[i])}) {
      const auto input = wire::Input::from_json(json).value();
      ASSERT_EQ(input.member("name").string(), sent);
      ASSERT_EQ(input.member("description").string(), sent);
    }
  }
}

}  // namespace
}  // namespace frontdesk::round_trips
