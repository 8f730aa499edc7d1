#pragma once
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "command-api/folds/draft.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/units/fold.hpp"

namespace frontdesk::command_api {

// The state of one unit: that of each context that lives in its topic (domain/<context>/context.hpp).
template <class... Contexts>
class UnitFold final : public units::Fold {
 public:
  UnitFold(event_log::UnitId unit, event_log::Topics topics, Contexts... contexts)
      : unit_(std::move(unit)), topics_(topics), contexts_(std::move(contexts)...) {}

  // A type is an event of one context only, so nobody needs to be asked twice.
  void apply(const units::EventView& event) override {
    if ((apply_in<Contexts>(event) || ...)) return;
    // A context that a newer program brought lives on without this one. An unknown event of a context that is here, or
    // of nobody knows which, may have changed what is decided here.
    const bool foreign = !event.context.empty() && ((event.context != Contexts::name) && ...);
    if (!foreign) throw std::logic_error("an event that this program does not know: " + std::string(event.type));
  }

  std::unique_ptr<units::Fold> clone() const override { return std::make_unique<UnitFold>(*this); }

  std::uint64_t version(std::string_view subject) const override {
    const auto end = subject.find('/');
    if (end == std::string_view::npos) throw std::logic_error("a subject without a kind");
    const std::string id(subject.substr(end + 1));
    std::optional<std::uint64_t> version;
    ((version = Contexts::version(std::get<typename Contexts::State>(states_), subject.substr(0, end), id)) || ...);
    if (!version) throw std::logic_error("no aggregate counts the events of " + std::string(subject));
    return *version;
  }

  std::optional<units::EventDraft> due(Instant now) const override {
    std::optional<units::EventDraft> first;
    ((first = due_in<Contexts>(now)) || ...);
    if (first) require_home(*first, unit_, topics_);
    return first;
  }

 private:
  template <class Context>
  bool apply_in(const units::EventView& event) {
    if (!Context::is_event(event.type)) return false;
    evolve(std::get<typename Context::State>(states_),
           Context::decode(event.type, event.schema_version, event.payload).value());
    return true;
  }

  template <class Context>
  std::optional<units::EventDraft> due_in(Instant now) const {
    const auto event = std::get<Context>(contexts_).due(std::get<typename Context::State>(states_), now);
    if (!event) return std::nullopt;
    return draft(*event);
  }

  const void* state_of(const std::type_info& context) const override {
    const void* found = nullptr;
    ((context == typeid(Contexts) && (found = &std::get<typename Contexts::State>(states_))) || ...);
    return found;
  }

  event_log::UnitId unit_;
  event_log::Topics topics_;
  std::tuple<Contexts...> contexts_;
  std::tuple<typename Contexts::State...> states_;
};

}  // namespace frontdesk::command_api
