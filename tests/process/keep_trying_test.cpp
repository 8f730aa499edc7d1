#include <gtest/gtest.h>
#include <signal.h>

#include <stdexcept>

#include "platform/process/process.hpp"

namespace frontdesk::process {
namespace {

TEST(KeepTrying, TriesUntilItSucceeds) {
  int attempts = 0;
  EXPECT_TRUE(keep_trying("the third attempt", [&] {
    if (++attempts < 3) throw std::runtime_error("not yet");
  }));
  EXPECT_EQ(attempts, 3);
}

TEST(KeepTrying, DoesNotTryAgainWhatWaitingCannotMend) {
  int attempts = 0;
  EXPECT_THROW(keep_trying("a fault",
                           [&] {
                             ++attempts;
                             throw std::logic_error("wrong for good");
                           }),
               std::logic_error);
  EXPECT_EQ(attempts, 1);
}

TEST(KeepTrying, EndsWithTheStopSignal) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  pthread_kill(pthread_self(), SIGTERM);
  EXPECT_FALSE(keep_trying("what never comes", [] { throw std::runtime_error("not yet"); }));
}

}  // namespace
}  // namespace frontdesk::process
