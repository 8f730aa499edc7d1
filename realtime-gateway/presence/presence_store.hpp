#pragma once
#include <string>
#include <vector>

namespace frontdesk::realtime_gateway {

// Which users have connections at which gateway, known to all gateways. A gateway counts for as long as it beats; what
// changes is judged atomically, so of two gateways that a user comes to (or leaves) at once, one learns that he is new
// (or gone). All block, and throw std::runtime_error while the store is away.
class PresenceStore {
 public:
  using Users = std::vector<std::string>;
  virtual ~PresenceStore() = default;

  // They have connections here from now on. Returns those who had none anywhere.
  virtual Users come(const Users& users) = 0;
  // They have none here any more. Returns those who have none anywhere.
  virtual Users go(const Users& users) = 0;
  // This gateway lives. False: that was not known (any more), and nor is who is here.
  virtual bool beat() = 0;
  // Takes gateways away that have not beaten for the expiry. Returns their users who are nowhere else; each to one
  // caller only.
  virtual Users bury() = 0;

  // `offline`, `online`, or the status last set; in the order asked.
  virtual std::vector<std::string> statuses(const Users& users) = 0;
  // False: the user is offline, and has no status to set.
  virtual bool set_status(const std::string& user, const std::string& status) = 0;
};

}  // namespace frontdesk::realtime_gateway
