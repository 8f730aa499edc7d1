#pragma once
#include <span>
#include <vector>

#include "platform/metrics/metrics.hpp"
#include "projectors/read_model.hpp"
#include "projectors/units_read.hpp"

namespace frontdesk::projectors {

// What operators are told of the batches: metrics, and a log line for what must not go unseen.
class BatchReport {
 public:
  void written(std::span<const Cut> cuts, const std::vector<DeadLetter>& dead_letters);

 private:
  metrics::Counter& void_records_ = metrics::counter("void_records_total", "Records that the acceptance rule skips");
  metrics::Counter& dead_letters_ = metrics::counter("dead_letters_total", "Events that could not be projected");
  metrics::Counter& batches_ = metrics::counter("projection_batches_total", "Transactions written");
  metrics::Counter& events_ = metrics::counter("projection_events_total", "Events projected");
  metrics::Gauge& batch_events_ = metrics::gauge("projection_batch_events", "Events in the last transaction");
};

}  // namespace frontdesk::projectors
