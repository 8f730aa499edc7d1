#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <stdexcept>

#include "domain/clinic_queue/state.hpp"

namespace frontdesk::clinic_queue {
namespace {

// Names are compared in NFC (contracts' README, section 9b): an "é" of one character and one of two are the same name.
std::string compared(const std::string& name) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(name.begin(), name.end(), is_ascii)) return name;
  UErrorCode error = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(error);
  std::string normalized;
  if (nfc != nullptr) {
    icu::StringByteSink<std::string> sink(&normalized);
    nfc->normalizeUTF8(0, name, sink, nullptr, error);
  }
  if (U_FAILURE(error)) throw std::runtime_error("a name cannot be normalized");
  return normalized;
}

}  // namespace

std::string place_of(const std::string& name, double latitude, double longitude) {
  const auto bits = [](double degrees) {
    return std::to_string(std::bit_cast<std::uint64_t>(degrees + 0.0));  // + 0.0: minus zero is zero
  };
  return bits(latitude) + '|' + bits(longitude) + '|' + compared(name);
}

std::string place_of(const Clinic& clinic) { return place_of(clinic.name, clinic.latitude, clinic.longitude); }

std::string place_after(const Clinic& clinic, const events::ClinicChanged& change) {
  return place_of(change.name.value_or(clinic.name), change.latitude.value_or(clinic.latitude),
                  change.longitude.value_or(clinic.longitude));
}

}  // namespace frontdesk::clinic_queue
