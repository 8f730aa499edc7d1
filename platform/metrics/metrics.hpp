#pragma once
#include <map>
#include <string>

namespace frontdesk::metrics {

// Prometheus metrics of this process (prometheus-cpp behind it). References stay valid for ever; any thread. The same
// name and labels give the same metric; looking one up takes a lock, so hot paths keep the reference. A malformed name
// or label is std::invalid_argument.
class Counter {
 public:
  virtual ~Counter() = default;
  virtual void add(double amount = 1) = 0;
};
class Gauge {
 public:
  virtual ~Gauge() = default;
  virtual void set(double value) = 0;
};
class Histogram {
 public:
  virtual ~Histogram() = default;
  virtual void observe(double seconds) = 0;
};
using Labels = std::map<std::string, std::string>;

Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
// Buckets from 0.5 ms to 10 s.
Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels = {});

// The text that GET /metrics answers, content type `text/plain; version=0.0.4`.
std::string exposition();

}  // namespace frontdesk::metrics
