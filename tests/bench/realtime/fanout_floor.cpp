// fanout_floor one|coalesced: the least that a server of rooms can do for each delivery on Linux: epoll, a frame built
// before, one send() for each message and client, or for all messages that are due at once. Speaks as much of
// Socket.IO over WebSocket as the bench's clients hear: prints its port, puts a client whose token is `7-12` into room
// 7, and on `["emit",first,count,messages,bytes]` sends so many messages of so many bytes to the members of rooms from
// `first` on.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "fanout_floor: %s\n", why);
  std::exit(1);
}

std::string text_frame(std::string_view payload) {
  std::string frame("\x81");
  if (payload.size() < 126) {
    frame += static_cast<char>(payload.size());
  } else {
    frame += static_cast<char>(126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  }
  return frame.append(payload);
}

class Floor {
 public:
  explicit Floor(bool coalesced) : coalesced_(coalesced), epoll_(epoll_create1(0)) {}

  void listen() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 4096) != 0) give_up("cannot listen");
    ::getsockname(listener_, generic, &size);
    watch(listener_);
    std::printf("%u\n", static_cast<unsigned>(ntohs(address.sin_port)));
    std::fflush(stdout);
  }

  [[noreturn]] void run() {
    std::array<epoll_event, 512> ready;
    for (;;) {
      const int count = epoll_wait(epoll_, ready.data(), ready.size(), -1);
      for (int i = 0; i < count; ++i) {
        const int fd = ready[static_cast<std::size_t>(i)].data.fd;
        fd == listener_ ? accept() : read(fd);
      }
    }
  }

 private:
  void watch(int fd) const {
    epoll_event waiting{};
    waiting.events = EPOLLIN;
    waiting.data.fd = fd;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &waiting);
  }

  void accept() {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
    if (fd < 0) return;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(fd);
  }

  void read(int fd) {
    std::array<char, 4096> buffer;
    const auto count = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      if (count == 0 || errno != EAGAIN) ::close(fd);
      return;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    if (bytes.starts_with("GET ")) return shake_hands(fd, bytes);
    const auto emit = bytes.find("[\"emit\",");
    if (emit != std::string_view::npos) commands(bytes.substr(emit));
  }

  void shake_hands(int fd, std::string_view request) {
    const auto token = request.find("token=") + 6;
    int room = -1;
    std::from_chars(request.data() + token, request.data() + request.size(), room);
    if (room >= 0) rooms_[room].push_back(fd);
    // Nobody checks the answer to the key.
    write(fd,
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" +
              text_frame("0{}") + text_frame("40{}"));
  }

  // Several may have come at once.
  void commands(std::string_view bytes) {
    for (auto at = bytes.find("[\"emit\","); at != std::string_view::npos; at = bytes.find("[\"emit\",", at + 1)) {
      std::array<int, 4> numbers{};
      const char* from = bytes.data() + at + 8;
      for (int& number : numbers) from = std::from_chars(from, bytes.data() + bytes.size(), number).ptr + 1;
      emit(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
  }

  void emit(int first, int count, int messages, int bytes) {
    const std::string frame =
        text_frame("42[\"message\",\"" + std::string(static_cast<std::size_t>(bytes), 'x') + "\"]");
    std::string all;
    for (int i = 0; coalesced_ && i < messages; ++i) all += frame;
    for (int room = first; room < first + count; ++room) {
      if (coalesced_) {
        for (const int fd : rooms_[room]) write(fd, all);
        continue;
      }
      for (int i = 0; i < messages; ++i) {
        for (const int fd : rooms_[room]) write(fd, frame);
      }
    }
  }

  static void write(int fd, std::string_view bytes) {
    if (::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()) && errno == EAGAIN) {
      give_up("a client reads too slowly");
    }
  }

  const bool coalesced_;
  const int epoll_;
  int listener_ = -1;
  std::unordered_map<int, std::vector<int>> rooms_;
};

}  // namespace

int main(int count, char** arguments) {
  const std::string_view kind = count == 2 ? arguments[1] : "";
  if (kind != "one" && kind != "coalesced") give_up("usage: fanout_floor one|coalesced");
  Floor floor(kind == "coalesced");
  floor.listen();
  floor.run();
}
