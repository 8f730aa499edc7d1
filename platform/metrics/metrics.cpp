#include "platform/metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <memory>
#include <mutex>
#include <vector>

namespace frontdesk::metrics {
namespace {

const prometheus::Histogram::BucketBoundaries buckets_s{0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.025,
                                                        0.05,   0.1,   0.25,  0.5,   1,     2.5,    5,    10};

class PrometheusCounter final : public Counter {
 public:
  explicit PrometheusCounter(prometheus::Counter& counter) : counter_(counter) {}
  void add(double amount) override { counter_.Increment(amount); }

 private:
  prometheus::Counter& counter_;
};

class PrometheusGauge final : public Gauge {
 public:
  explicit PrometheusGauge(prometheus::Gauge& gauge) : gauge_(gauge) {}
  void set(double value) override { gauge_.Set(value); }

 private:
  prometheus::Gauge& gauge_;
};

class PrometheusHistogram final : public Histogram {
 public:
  explicit PrometheusHistogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
  void observe(double seconds) override { histogram_.Observe(seconds); }

 private:
  prometheus::Histogram& histogram_;
};

class Metrics {
 public:
  Counter& counter(const std::string& name, const std::string& help, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    auto& kept = counters_[{name, labels}];
    if (!kept) {
      auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(registry_);
      kept = std::make_unique<PrometheusCounter>(family.Add(labels));
    }
    return *kept;
  }

  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    auto& kept = gauges_[{name, labels}];
    if (!kept) {
      auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(registry_);
      kept = std::make_unique<PrometheusGauge>(family.Add(labels));
    }
    return *kept;
  }

  Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    auto& kept = histograms_[{name, labels}];
    if (!kept) {
      auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(registry_);
      kept = std::make_unique<PrometheusHistogram>(family.Add(labels, buckets_s));
    }
    return *kept;
  }

  std::string exposition() const { return prometheus::TextSerializer().Serialize(registry_.Collect()); }

 private:
  template <typename Metric>
  using Kept = std::map<std::pair<std::string, Labels>, std::unique_ptr<Metric>>;

  std::mutex mutex_;
  prometheus::Registry registry_{prometheus::Registry::InsertBehavior::Merge};
  Kept<Counter> counters_;
  Kept<Gauge> gauges_;
  Kept<Histogram> histograms_;
};

// Never destroyed: threads may count until the process has ended.
Metrics& all() {
  static Metrics& instance = *new Metrics;
  return instance;
}

}  // namespace

Counter& counter(const std::string& name, const std::string& help, const Labels& labels) {
  return all().counter(name, help, labels);
}
Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels) {
  return all().gauge(name, help, labels);
}
Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels) {
  return all().histogram(name, help, labels);
}
std::string exposition() { return all().exposition(); }

}  // namespace frontdesk::metrics
