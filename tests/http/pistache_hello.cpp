// Stock Pistache, the floor that http_hello is compared with. Usage: pistache_hello [port [threads]]
#include <pistache/endpoint.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace {

class Hello : public Pistache::Http::Handler {
 public:
  HTTP_PROTOTYPE(Hello)
  void onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter response) override {
    response.headers().add<Pistache::Http::Header::Connection>(Pistache::Http::ConnectionControl::KeepAlive);
    response.send(Pistache::Http::Code::Ok, std::string{R"({"message":"hello"})"}, MIME(Application, Json));
  }
};

}  // namespace

int main(int argc, char** argv) {
  using namespace Pistache;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  Http::Endpoint endpoint{Address{"127.0.0.1", Port(static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0))}};
  endpoint.init(Http::Endpoint::options()
                    .threads(argc > 2 ? std::atoi(argv[2]) : 2)
                    .flags(Tcp::Options::ReuseAddr | Tcp::Options::NoDelay));
  endpoint.setHandler(Http::make_handler<Hello>());
  endpoint.serveThreaded();
  std::printf("%u\n", static_cast<unsigned>(static_cast<std::uint16_t>(endpoint.getPort())));
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
  endpoint.shutdown();
}
