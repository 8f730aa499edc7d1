// Engine.IO's codecs on any bytes: what is read is written back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "realtime-gateway/engineio/base64.hpp"
#include "realtime-gateway/engineio/payload.hpp"
#include "realtime-gateway/engineio/utf16.hpp"
#include "realtime-gateway/web/query.hpp"

namespace {

using namespace frontdesk;
using engineio::PayloadForm;
using engineio::Revision;
using Read = std::vector<std::pair<bool, std::string>>;  // binary?, and the packet with its type, or the bytes

void require(bool holds) {
  if (!holds) std::abort();
}

// The packets of a body, or nothing if it is broken.
Read read(std::string_view body, PayloadForm form) {
  engineio::PayloadReader reader(body, form);
  Read packets;
  while (const auto packet = reader.next()) {
    const std::string data(packet->data);
    packets.emplace_back(packet->binary, packet->binary ? data : static_cast<char>(packet->type) + data);
  }
  return reader.broken() ? Read{} : packets;
}

std::string written(const Read& packets, Revision revision) {
  engineio::PayloadWriter writer(revision);
  for (const auto& [binary, packet] : packets) binary ? writer.add_binary(packet) : writer.add_text(packet);
  return writer.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto form = static_cast<PayloadForm>(data[0] % 3);
  const Revision revision = form == PayloadForm::separated ? Revision::v4 : Revision::v3;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  const Read packets = read(bytes, form);
  if (!packets.empty() && form != PayloadForm::counted_bytes) {
    require(read(written(packets, revision), form) == packets);
  }

  require(engineio::from_base64(engineio::base64(bytes)) == bytes);
  if (const auto decoded = engineio::from_base64(bytes)) {
    require(engineio::from_base64(engineio::base64(*decoded)) == decoded);
  }
  const std::size_t units = engineio::utf16_units(bytes);
  const auto cut = engineio::bytes_of_utf16_units(bytes, units / 2);
  require(!cut || engineio::utf16_units(bytes.substr(0, *cut)) == units / 2);

  const auto parameter = web::query_parameter(bytes, "sid");
  require(!parameter || parameter->size() <= bytes.size());
  return 0;
}
