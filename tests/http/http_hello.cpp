// Answers every request at once: what our guard costs over pistache_hello. Usage: http_hello [port [threads]]
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "platform/http/server.hpp"

int main(int argc, char** argv) {
  using namespace frontdesk::http;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  ServerOptions options;
  if (argc > 1) options.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  if (argc > 2) options.threads = std::atoi(argv[2]);
  Server server{options, [](const std::shared_ptr<Request>&, const Respond& respond) {
                  Response response;
                  response.body = R"({"message":"hello"})";
                  respond(std::move(response));
                }};
  server.start();
  std::printf("%u\n", static_cast<unsigned>(server.port()));
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
  server.drain(std::chrono::seconds(2));
}
