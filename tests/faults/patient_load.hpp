#pragma once
#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/faults/notes.hpp"
#include "tests/support/clinic.hpp"

namespace frontdesk::test_support {

enum class Habit {
  gives_back,        // reads the token and gives it back; for a queue in which nobody is called
  waits_for_a_call,  // takes the next one once staff have called and completed this one
};

// Patients who take tokens over HTTP, each command with a key and retried until it is told what became of it. Each on a
// thread of its own until stop().
class PatientLoad {
 public:
  PatientLoad(const Deployment& deployment, const ClinicDay& day, Notes& notes);
  ~PatientLoad() { stop(); }

  void add(const Person& person, Habit habit);  // `person` outlives the load
  void stop();

  // After stop().
  const std::set<std::string>& taken() const { return taken_; }
  const std::set<std::string>& given_back() const { return given_back_; }
  int retries() const { return retries_; }
  std::size_t reads() const { return reads_; }

 private:
  void run(const Person& person, Habit habit);
  bool give_back(const Person& person, const std::string& token_id);
  void expect_read(const Person& person, const std::string& token_id);
  Answered until_told(const Person& person, const std::string& method, const std::string& target,
                      const std::string& body);

  const Deployment& deployment_;
  const ClinicDay& day_;
  Notes& notes_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stop_{false};
  std::atomic<int> retries_{0};
  std::atomic<std::size_t> reads_{0};
  std::mutex mutex_;
  std::set<std::string> taken_;
  std::set<std::string> given_back_;
};

}  // namespace frontdesk::test_support
