#include "query-api/chats/chat_texts.hpp"

#include <utility>

namespace frontdesk::query_api {

namespace {
constexpr std::size_t text_bytes_max = 256 * 1024;  // a longer one is read when it is asked for
constexpr std::size_t bytes_max = 32 * 1024 * 1024;
constexpr std::chrono::seconds names_last{30};
}  // namespace

std::size_t ChatTexts::bytes_of(const Kept& kept) {
  constexpr std::size_t bookkeeping = 256;
  return kept.text->messages_json.size() + bookkeeping;
}

void ChatTexts::forget(std::list<Kept>::iterator kept) {
  bytes_ -= bytes_of(*kept);
  by_appointment_.erase(kept->appointment_id);
  latest_first_.erase(kept);
}

std::shared_ptr<const ChatText> ChatTexts::find(const std::string& appointment_id, const ChatProgress& progress) {
  const std::lock_guard lock(mutex_);
  const auto found = by_appointment_.find(appointment_id);
  if (found == by_appointment_.end()) return nullptr;
  const auto kept = found->second;
  if (kept->text->progress != progress || std::chrono::steady_clock::now() - kept->made_at > names_last) return nullptr;
  latest_first_.splice(latest_first_.begin(), latest_first_, kept);
  return kept->text;
}

void ChatTexts::keep(const std::string& appointment_id, std::shared_ptr<const ChatText> text) {
  if (text->messages_json.size() > text_bytes_max) return;
  const std::lock_guard lock(mutex_);
  if (const auto found = by_appointment_.find(appointment_id); found != by_appointment_.end()) forget(found->second);
  latest_first_.push_front({appointment_id, std::move(text), std::chrono::steady_clock::now()});
  by_appointment_.emplace(appointment_id, latest_first_.begin());
  bytes_ += bytes_of(latest_first_.front());
  while (bytes_ > bytes_max) forget(std::prev(latest_first_.end()));
}

}  // namespace frontdesk::query_api
